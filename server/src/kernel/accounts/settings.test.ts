import { expect, test } from "vitest";
import { defaultSettings, settingsFromEnvironment } from "./settings.ts";

test("an empty environment gives the limits of the rules", () => {
  expect(settingsFromEnvironment({})).toEqual(defaultSettings);
});

test("a city may set its own limits, proxies and sign-on", () => {
  const settings = settingsFromEnvironment({
    BATON_ORIGIN: "https://baton.example/ignored",
    BATON_TRUSTED_PROXIES: "10.0.0.1, unix",
    BATON_IDLE_MINUTES: "20",
    BATON_PASSWORD_AGE_DAYS: "0",
    BATON_OIDC_DISCOVERY_URL: "https://id.example/.well-known/openid-configuration",
    BATON_OIDC_CLIENT_ID: "baton",
    BATON_OIDC_CLIENT_SECRET: "s",
  });
  expect(settings).toMatchObject({
    origin: "https://baton.example",
    trustedProxies: ["10.0.0.1", "unix"],
    idleMinutes: 20,
    passwordAgeDays: 0,
  });
  expect(settings.provincial?.clientId).toBe("baton");
});

test("a limit that makes no sense stops the start", () => {
  expect(() => settingsFromEnvironment({ BATON_IDLE_MINUTES: "half an hour" })).toThrow(/BATON_IDLE_MINUTES/);
  expect(() => settingsFromEnvironment({ BATON_SESSION_HOURS: "0" })).toThrow(/不能为 0/);
});

test("a sign-on configured by half stops the start, for nobody would notice that it is off", () => {
  expect(() => settingsFromEnvironment({ BATON_OIDC_CLIENT_ID: "baton" })).toThrow(/BATON_OIDC/);
});
