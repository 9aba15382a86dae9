import type { Place, Places } from "#kernel/subjects";
import type { RowReader } from "./cells.ts";

function nearest(text: string, places: Places): string {
  const key = text.replace(/(?:人民政府|区|市|县|镇|街道|管委会)+$/, "");
  const near = key.length < 2 ? [] : places.all.filter((place) => place.orgName.includes(key)).slice(0, 3);
  return near.length === 0 ? "请核对名称，或者先导入组织" : `是否为${near.map((place) => `“${place.orgName}”`).join("、")}`;
}

/** The one organisation that a cell names; an error of the cell where there is none, several, or one out of reach. */
export function readPlace(reader: RowReader, column: string, { places, mustReach }: { places: Places; mustReach: boolean }): Place | null {
  const text = reader.text(column, { isRequired: true, max: 100 });
  if (text === null) return null;
  const found = places.find(text);
  const reached = mustReach ? found.filter((place) => places.reach.has(place.scopeId)) : found;
  const [place] = reached.length > 0 ? reached : found;
  if (place === undefined) return reader.error(column, "unknown-place", `没有找到“${text.slice(0, 40)}”`, nearest(text, places));
  if (reached.length > 1) {
    const candidates = reached.map((one) => `“${one.parentName ?? ""}${one.orgName}”`).join("、");
    return reader.error(column, "ambiguous-place", `“${text}”可能是${candidates}`, "请写行政区划代码，或者连同上级名称一起写");
  }
  if (mustReach && !places.reach.has(place.scopeId)) {
    return reader.error(column, "outside-reach", `“${text}”不在本单位范围内`, "请由该单位或者市级调度机构导入");
  }
  return place;
}
