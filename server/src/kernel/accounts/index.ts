/**
 * Purpose: who comes in: sign-in, sessions, second factor, and the three administrators who keep accounts apart.
 * Owns: kernel_account, kernel_session, kernel_credential, kernel_password_history, kernel_verification,
 *   kernel_second_factor, kernel_rate_limit, kernel_sign_in_lock, kernel_sign_in_event, kernel_role_policy.
 * Offers: createAccounts, settingsFromEnvironment, requireFreshFactor, createAccount (as the system administrator).
 * Never: gives a right (appointments do, in the database); believes a cookie, a forwarded address or a typed name
 *   beyond what it can check; writes a password, code, secret or token into an answer, an event or a log.
 */
export { accountConstraints, demoPassword, type Accounts, type AccountsOptions, createAccounts, type FirstAdministrator } from "./accounts.ts";
export { NoSuchAdministrator, resetAdministrator } from "./console.ts";
export { createAccount, type FirstPassword } from "./actions.ts";
export { requireFreshFactor } from "./sessions.ts";
export { type AccountSettings, settingsFromEnvironment } from "./settings.ts";
