import { formatWan } from "@baton/contract/amounts";
import { buildKinds } from "@baton/contract/codes";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { fenOf, type ProjectField, type ProjectValues } from "./projectForm.ts";
import { useAccountUnits, useChainNames } from "./ProjectPickers.tsx";

/** A field's value as people read it, for telling what it was and what somebody else made of it; empty for nothing. */
export function useFieldWords(): (values: ProjectValues, field: ProjectField) => string {
  const text = useArea(libraryText);
  const { locale } = usePreferences();
  const units = useAccountUnits();
  const chains = useChainNames();
  return (values, field) => {
    if (field === "total" || field === "fixedAsset") {
      const fen = fenOf(values[field]);
      return typeof fen === "number" ? `${formatWan(fen)}${locale === "en" ? " × " : ""}${text.wan}` : values[field].text;
    }
    if (field === "chainIds") return values.chainIds.map((id) => chains.get(id) ?? id).join("、");
    if (field === "accountOrgId") return units.find(({ value }) => value === values.accountOrgId)?.label ?? "";
    if (field !== "buildKind") return values[field];
    const kind = buildKinds.find(({ code }) => code === values.buildKind);
    return kind ? (locale === "en" ? kind.en : kind.zh) : "";
  };
}
