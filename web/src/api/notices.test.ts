import { expect, test } from "vitest";
import { systemNotices } from "./notices.ts";

test("what an answer says of the system holds until another says otherwise; words unknown here are left out", () => {
  const heard: string[] = [];
  const leave = systemNotices.subscribe(() => heard.push(systemNotices.now().join()));
  systemNotices.hear("storage-low,something-new");
  systemNotices.hear("storage-low");
  expect(systemNotices.now()).toEqual(["storage-low"]);
  systemNotices.hear(null);
  expect(systemNotices.now()).toEqual([]);
  expect(heard).toEqual(["storage-low", ""]);
  leave();
});
