import { expect, test } from "vitest";
import { hashPassword, oneTimePassword, passwordFault, verifyPassword } from "./passwords.ts";

test("a hash is argon2id with 19 MiB and two passes, salted, and verifies its password alone", async () => {
  const [first, second] = await Promise.all([hashPassword("关关雎鸠在河之洲-七"), hashPassword("关关雎鸠在河之洲-七")]);
  expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(first).not.toBe(second);
  expect(await verifyPassword(first, "关关雎鸠在河之洲-七")).toBe(true);
  expect(await verifyPassword(first, "关关雎鸠在河之洲-八")).toBe(false);
  expect(await verifyPassword("not a hash", "x")).toBe(false);
});

test("letters composed or decomposed are the same password", async () => {
  expect(await verifyPassword(await hashPassword("caf\u00e9 au lait!"), "cafe\u0301 au lait!")).toBe(true);
});

test.each(["aaaaaaaa", "短密码", "eleven-char"])("%s is too short", (password) => {
  expect(passwordFault(password, "town")).toMatch(/至少 12 个字符/);
});

test.each([
  "aaaaaaaaaaaaaaa",
  "123123123123",
  "123456789012",
  "abcdefghijklmnop",
  "password2026!",
  "Password@2026",
  "Admin-2026-2026",
  "Baton-demo-2026",
  "my-town-of-hope",
])("%s is refused as guessable", (password) => {
  expect(passwordFault(password, "town")).toBeDefined();
});

test.each(["correct horse battery", "山河远阔人间烟火无一是你", "Tr4k-9xuv-lmq2-wp"])("%s may be taken", (password) => {
  expect(passwordFault(password, "town")).toBeUndefined();
});

test("a one-time password passes its own rules and does not repeat", () => {
  const drawn = Array.from({ length: 200 }, oneTimePassword);
  expect(new Set(drawn).size).toBe(200);
  for (const password of drawn) expect(passwordFault(password, "sysadmin")).toBeUndefined();
});
