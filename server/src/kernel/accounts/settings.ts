/** The provincial sign-on, when the city has one: an OpenID Connect provider that knows the person by `sub`. */
export type ProvincialSignOn = { discoveryUrl: string; clientId: string; clientSecret: string };

/** Limits that a city may set; the defaults are those of SECURITY §3. */
export type AccountSettings = {
  /** Where browsers reach us; cookies and the provincial sign-on's way back depend on it. */
  origin: string;
  /** Addresses or networks whose `X-Forwarded-For` is believed; `unix` for a proxy on a unix socket. */
  trustedProxies: readonly string[];
  idleMinutes: number;
  administratorIdleMinutes: number;
  sessionHours: number;
  /** Days after which a password must be changed; 0 for never. */
  passwordAgeDays: number;
  /** Days without sign-in after which an account is stopped; 0 for never. */
  dormantDays: number;
  provincial?: ProvincialSignOn;
};

export const defaultSettings: AccountSettings = {
  origin: "http://localhost",
  trustedProxies: [],
  idleMinutes: 30,
  administratorIdleMinutes: 15,
  sessionHours: 12,
  passwordAgeDays: 90,
  dormantDays: 90,
};

function count(environment: NodeJS.ProcessEnv, name: string, fallback: number): number {
  const text = environment[name];
  if (text === undefined || text === "") return fallback;
  if (!/^\d{1,5}$/.test(text)) throw new Error(`环境变量 ${name} 应为整数，现为“${text}”。`);
  return Number(text);
}

/** Reads the limits from the environment; a value that makes no sense stops the start. */
export function settingsFromEnvironment(environment: NodeJS.ProcessEnv): AccountSettings {
  const { BATON_OIDC_DISCOVERY_URL: discoveryUrl, BATON_OIDC_CLIENT_ID: clientId, BATON_OIDC_CLIENT_SECRET: clientSecret } = environment;
  const settings: AccountSettings = {
    origin: new URL(environment["BATON_ORIGIN"] || defaultSettings.origin).origin,
    trustedProxies: (environment["BATON_TRUSTED_PROXIES"] ?? "").split(/[\s,]+/).filter((entry) => entry !== ""),
    idleMinutes: count(environment, "BATON_IDLE_MINUTES", defaultSettings.idleMinutes),
    administratorIdleMinutes: count(environment, "BATON_ADMINISTRATOR_IDLE_MINUTES", defaultSettings.administratorIdleMinutes),
    sessionHours: count(environment, "BATON_SESSION_HOURS", defaultSettings.sessionHours),
    passwordAgeDays: count(environment, "BATON_PASSWORD_AGE_DAYS", defaultSettings.passwordAgeDays),
    dormantDays: count(environment, "BATON_DORMANT_DAYS", defaultSettings.dormantDays),
  };
  if (settings.idleMinutes === 0 || settings.administratorIdleMinutes === 0 || settings.sessionHours === 0) {
    throw new Error("会话时限（BATON_IDLE_MINUTES、BATON_ADMINISTRATOR_IDLE_MINUTES、BATON_SESSION_HOURS）不能为 0。");
  }
  const signOn = [discoveryUrl, clientId, clientSecret].filter((value) => value !== undefined && value !== "");
  if (signOn.length > 0 && signOn.length < 3) {
    throw new Error("省统一身份认证须同时设置 BATON_OIDC_DISCOVERY_URL、BATON_OIDC_CLIENT_ID、BATON_OIDC_CLIENT_SECRET。");
  }
  if (discoveryUrl && clientId && clientSecret) settings.provincial = { discoveryUrl, clientId, clientSecret };
  return settings;
}
