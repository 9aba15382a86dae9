/** The first hour of a new city: no demonstration, one-time passwords on the terminal. */
import { createHmac } from "node:crypto";
import { expect, fillSignIn, test } from "./fixtures.ts";

test.use({ cityName: "new", isEmptyCity: true });

const password = "Kaicheng-lianxi-2026";

/** The six digits that an authenticator shows for a key now (RFC 6238, SHA-1, 30 s). */
function authenticatorCode(key: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(/\s/g, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", bytes).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

test("The first administrator signs in once with the password told, must change it, and finds what the city lacks", async ({
  page,
  city,
}) => {
  const told = /sysadmin\s+\S+\s+(\S+)/.exec(city.said())?.[1] ?? "";
  await page.goto("/");
  await expect(page.getByRole("region", { name: "示例账号" })).toBeHidden();
  await fillSignIn(page, "sysadmin", told);
  await expect(page.getByRole("heading", { name: "请先修改初始密码" })).toBeVisible();
  await page.getByLabel("当前密码").fill(told);
  await page.getByLabel("新密码", { exact: true }).fill("123");
  await page.getByLabel("再输一遍").fill("123");
  await page.getByRole("button", { name: "修改" }).click();
  await expect(page.getByText("新密码少于 12 个字符，请加长。")).toBeVisible();
  await page.getByLabel("新密码", { exact: true }).fill(password);
  await page.getByLabel("再输一遍").fill(password);
  await page.getByRole("button", { name: "修改" }).click();
  await expect(page.getByRole("heading", { name: "绑定动态口令" })).toBeVisible();
  await page.getByLabel("当前密码").fill(password);
  await page.getByRole("button", { name: "下一步" }).click();
  await expect(page.getByRole("img", { name: "动态口令二维码" })).toBeVisible();
  const key = (await page.getByRole("code").textContent()) ?? "";
  await page.getByLabel("验证器上的 6 位数字").fill(authenticatorCode(key));
  await page.getByRole("button", { name: "绑定" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "开城向导" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "组织、岗位和人员" })).toBeVisible();
  await page.getByRole("button", { name: "导入组织" }).click();
  await expect(page).toHaveURL(/administration\/imports.*organisations/);
});
