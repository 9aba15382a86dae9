/** The list of attacks, each on a city of its own: found and named, or known to be out of reach of any finding. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCluster } from "../server/src/testing/cluster.ts";
import { isExpected } from "./attack.ts";
import { attacks } from "./attacks.ts";
import { setStage, type Stage } from "./stage.ts";

// A PostgreSQL of its own: the sealer waits for every open transaction of a server, those of other test files included.
let own: Awaited<ReturnType<typeof startCluster>>;
beforeAll(async () => {
  own = await startCluster();
}, 60_000);
afterAll(() => own.stop());

async function onStage(work: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await setStage(own.cluster);
  try {
    await work(stage);
  } finally {
    await stage.close();
  }
}

test("an untouched city verifies, and the receipt counts what was compared", () =>
  onStage(async (stage) => {
    await stage.anchor();
    const receipt = await stage.verify("anchors");
    expect(receipt).toMatchObject({ ok: true, firstFault: null, faults: [], seals: 2, unsealed: 0 });
    expect(receipt.rows).toBeGreaterThan(500);
    expect(receipt.images).toBe(receipt.entries);
  }));

test.each(attacks.filter((attack) => attack.unseen === undefined))("$name is found and named", (attack) =>
  onStage(async (stage) => {
    const expected = await attack.act(stage);
    const { ok, faults } = await stage.verify(attack.outside);
    expect(ok).toBe(false);
    expect(
      faults.some((fault) => isExpected(fault, expected)),
      JSON.stringify({ expected, faults }),
    ).toBe(true);
  }),
);

test.each(attacks.filter((attack) => attack.unseen === undefined && attack.outside !== "nothing"))("$name is told by nothing inside the database", (attack) =>
  onStage(async (stage) => {
    await attack.act(stage);
    expect((await stage.verify("nothing")).faults).toEqual([]);
  }),
);

test.each(attacks.filter((attack) => attack.unseen !== undefined))("$name passes unseen, as SECURITY says", (attack) =>
  onStage(async (stage) => {
    await attack.act(stage);
    expect(await stage.verify("anchors")).toMatchObject({ ok: true, faults: [] });
  }),
);

test("a restore that says so may go back before the remembered head", () =>
  onStage(async (stage) => {
    await stage.owner.query("select kernel_audit_open_timeline('restored from a snapshot')");
    await stage.owner.query("insert into platform_mark values ('restored', '1')");
    await stage.seal();
    expect(await stage.verify("head")).toMatchObject({ ok: true });
  }));

test("a contents erased by law leaves the chain whole", () =>
  onStage(async (stage) => {
    const { rows } = await stage.owner.query<{ n: number }>("select kernel_audit_erase($1, '依申请删除个人信息') as n", [[stage.entry]]);
    expect(rows[0]?.n).toBe(1);
    await stage.seal();
    expect(await stage.verify("head")).toMatchObject({ ok: true, erased: 1, unsealed: 0 });
  }));
