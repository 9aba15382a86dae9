import { pino } from "pino";
import { expect, test } from "vitest";
import { problem } from "@baton/contract/problems";
import { createServer } from "./server.ts";

async function refusal(language: string | undefined): Promise<{ title: string; detail: string; language: unknown }> {
  const app = await createServer({ hosts: [], log: pino({ level: "silent" }), resolveActor: async () => null, constraints: {} });
  app.get("/refused", { config: { isPublic: true } } as never, () => {
    throw problem("period-frozen", { detail: "2023年6月已经冻结。" });
  });
  const answer = await app.inject({ url: "/refused", headers: { host: "localhost", ...(language === undefined ? {} : { "accept-language": language }) } });
  await app.close();
  const told = answer.json<{ title: string; detail: string }>();
  return { ...told, language: answer.headers["content-language"] };
}

test("a problem's title is told in the language asked for, its composed detail in Chinese, and both in Chinese where nothing is asked", async () => {
  expect(await refusal("en")).toMatchObject({ title: "The period is frozen", detail: "2023年6月已经冻结。", language: "en" });
  for (const language of [undefined, "zh-CN,zh;q=0.9,en;q=0.8", "de"])
    expect(await refusal(language)).toMatchObject({ title: "该期已冻结", language: "zh-CN" });
});
