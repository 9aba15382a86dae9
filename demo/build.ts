import { buildCity } from "./make/city.ts";
import { factsPresent } from "./make/facts.ts";
import { writeJson } from "./make/write.ts";

/**
 * Builds the demonstration city's files from the published figures, which lie beside the checkout.
 * The files are committed: the program reads them and never needs the facts.
 */
if (!factsPresent) {
  console.error("没有找到 ../shared/facts：示例城市的数据文件保持原样。");
  process.exit(1);
}
for (const [name, records] of Object.entries(buildCity())) {
  const file = name === "newspaper" ? new URL("newspaper.json", import.meta.url) : new URL(`city/${name}.json`, import.meta.url);
  writeJson(file, records);
}
