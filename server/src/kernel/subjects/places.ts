import { sql } from "kysely";
import type { Tx } from "#platform/database";

/** An organisation that can account for something, with its area. */
export type Place = {
  orgId: string;
  orgName: string;
  kind: string;
  scopeId: number;
  areaId: string | null;
  areaCode: string | null;
  parentName: string | null;
};

export type Places = {
  /** Organisations that a name or code may mean; more than one where it is ambiguous, none where it is unknown. */
  find(text: string): readonly Place[];
  /** Scopes the actor may write to. */
  reach: ReadonlySet<number>;
  all: readonly Place[];
  /** The area that the text names by itself (a village or another division without an organisation included). */
  areaOf(text: string): string | null;
};

type OrgRow = { org_id: string; name: string; kind: string; scope_id: number; area_id: string | null; area_code: string | null; parent_name: string | null };
type AreaRow = { area_id: string; code: string; name: string; level: string; parent_name: string | null };

/** Which kind of organisation governs a division of each level. */
const governing: Record<string, readonly string[]> = {
  city: ["city"],
  county: ["county"],
  functional: ["park", "county"],
  town: ["town", "park"],
  village: [],
};

/** Width and white space never tell two places apart; 12-digit codes end in zeros where the level ends. */
export function placeKey(text: string): string {
  const folded = text.normalize("NFKC").replaceAll(/\s/g, "");
  return /^\d{12}$/.test(folded) ? folded.replace(/^(\d{6}|\d{9})0+$/, "$1").replace(/^(\d{6})000$/, "$1") : folded;
}

/** 甲区人民政府 is also 甲区; 丙街道办事处 is also 丙街道. */
function namesOf(name: string): string[] {
  const short = name.replace(/(?:人民政府|管理委员会|管委会)$/, "").replace(/(街道)办事处$/, "$1");
  return short === name || short === "" ? [name] : [name, short];
}

/** Everything that a 属地 or unit column may name, read once for a whole table. */
export async function readPlaces(tx: Tx): Promise<Places> {
  const { rows: orgs } = await sql<OrgRow>`
    select o.org_id, o.name, o.kind, s.scope_id, o.area_id, a.code as area_code, p.name as parent_name
    from kernel_org o join kernel_scope s on s.org_id = o.org_id
    left join kernel_area a on a.area_id = o.area_id and a.superseded_at = 'infinity'
    left join kernel_org p on p.org_id = o.parent_org_id and p.superseded_at = 'infinity'
    where o.superseded_at = 'infinity' order by o.org_id`.execute(tx);
  const { rows: areas } = await sql<AreaRow>`
    select a.area_id, a.code, a.name, a.level, p.name as parent_name from kernel_area a
    left join kernel_area p on p.area_id = a.parent_area_id and p.superseded_at = 'infinity'
    where a.superseded_at = 'infinity'`.execute(tx);
  const { rows: reach } = await sql<{ scopes: number[] }>`select kernel_actor_scopes() as scopes`.execute(tx);
  const all = orgs.map((row): Place => ({
    orgId: row.org_id,
    orgName: row.name,
    kind: row.kind,
    scopeId: row.scope_id,
    areaId: row.area_id,
    areaCode: row.area_code,
    parentName: row.parent_name,
  }));
  const found = indexed(all, areas);
  const areaNames = new Map(
    areas.flatMap(
      (area) =>
        [
          [area.code, area.area_id],
          [placeKey(area.name), area.area_id],
        ] as const,
    ),
  );
  return {
    find: (text) => found.get(placeKey(text)) ?? [],
    reach: new Set(reach[0]?.scopes ?? []),
    all,
    areaOf: (text) => areaNames.get(placeKey(text)) ?? null,
  };
}

function indexed(all: readonly Place[], areas: readonly AreaRow[]): Map<string, Place[]> {
  const found = new Map<string, Place[]>();
  const add = (text: string, place: Place): void => {
    const key = placeKey(text);
    const known = found.get(key);
    if (known === undefined) found.set(key, [place]);
    else if (!known.includes(place)) known.push(place);
  };
  const byArea = Map.groupBy(
    all.filter((place) => place.areaId !== null),
    (place) => place.areaId ?? "",
  );
  for (const area of areas) {
    const seated = byArea.get(area.area_id) ?? [];
    const [governor] = (governing[area.level] ?? []).flatMap((kind) => seated.filter((place) => place.kind === kind));
    if (governor === undefined) continue;
    for (const name of [area.code, area.name]) add(name, governor);
    if (area.parent_name !== null) add(area.parent_name + area.name, governor);
  }
  for (const place of all) for (const name of namesOf(place.orgName)) add(name, place);
  return found;
}
