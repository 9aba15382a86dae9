import { useQuery } from "@tanstack/react-query";
import { projectClasses, projectLevels, sideStates, stages, type Term } from "@baton/contract/codes";
import type { FigureAnswer } from "@baton/contract/figures";
import { Input } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { figureQuery } from "../../kernel/figures/question.ts";
import { ledgerText } from "../../text/ledger.ts";
import { useArea } from "../../text/useText.ts";
import { FilterLine, type Filter, type FilterChoice } from "../../ui/FilterLine.tsx";
import type { LightVerdict } from "../../ui/LightMark.tsx";
import { lightShapes } from "../../ui/LightMark.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { useIsPhone } from "../../ui/useIsPhone.ts";
import { useAddressState } from "../../ui/useAddressState.ts";
import { useText } from "../../text/useText.ts";
import { useLightLook } from "./lightWords.ts";
import { filterNames, selectionOf } from "./selection.ts";

/** How many projects there are by a dimension: the choices of a filter, and the city's today. */
export function useCounts(dimension: string, knownAt: string | undefined): FigureAnswer | undefined {
  return useQuery(figureQuery({ figure: "projects.count", by: [dimension], knownAt })).data;
}

function choicesOf(answer: FigureAnswer | undefined): FilterChoice[] {
  return (answer?.groups ?? []).flatMap(({ key, label }) => (key === null ? [] : [{ value: key, label }]));
}

const verdicts: readonly LightVerdict[] = ["warn", "remind", "merit", "none"];

/** Search and filters as one line; all of it lives in the address. */
export function LedgerFilters({ today, knownAt }: { today: string | undefined; knownAt: string | undefined }): ReactNode {
  const text = useArea(ledgerText);
  const { lights } = useText();
  const { locale } = usePreferences();
  const { values, change } = useAddressState();
  const look = useLightLook();
  const counties = useCounts("area:county", knownAt);
  const towns = useCounts("area:town", knownAt);
  const chains = useCounts("chain", knownAt);
  const coded = (terms: readonly Term<string>[]): FilterChoice[] => terms.map(({ code, zh, en }) => ({ value: code, label: locale === "en" ? en : zh }));
  const year = Number(today?.slice(0, 4));
  const lightChoice = (verdict: LightVerdict): FilterChoice => {
    const { colour, word } = look(verdict);
    return { value: verdict, label: `${lightShapes[verdict]} ${word ?? lights[colour]}` };
  };
  const filters: Filter[] = [
    {
      id: "year",
      title: text.filters.year,
      choices: today ? [year + 1, year, year - 1, year - 2].map(String).map((value) => ({ value, label: text.yearOf(value) })) : [],
    },
    { id: "area", title: text.filters.area, isMultiple: true, choices: choicesOf(counties) },
    { id: "level", title: text.filters.level, isMultiple: true, choices: coded(projectLevels) },
    { id: "light", title: text.filters.light, isMultiple: true, choices: verdicts.map(lightChoice) },
    { id: "stage", title: text.filters.stage, isMultiple: true, choices: coded([...stages, ...sideStates]) },
  ];
  const rarer: Filter[] = [
    { id: "town", title: text.filters.town, isMultiple: true, choices: choicesOf(towns) },
    { id: "chain", title: text.filters.chain, isMultiple: true, choices: choicesOf(chains) },
    { id: "class", title: text.filters.class, choices: coded(projectClasses) },
    { id: "size", title: text.filters.size, choices: Object.entries(text.sizes).map(([value, label]) => ({ value, label })) },
  ];
  const { isNarrowed } = selectionOf(values, { knownAt, today });
  const isPhone = useIsPhone();
  const clear = (): void => change(Object.fromEntries([...filterNames, "q"].map((name) => [name, undefined])));
  const line = {
    filters,
    chosen: values,
    onChosen: (id: string, chosen: readonly string[]) => change({ [id]: chosen }),
    ...(isNarrowed ? { onClear: clear } : {}),
  };
  if (isPhone) {
    return (
      <div className="p-filters">
        <SearchField />
        <details open={isNarrowed}>
          <summary>{text.moreFilters}</summary>
          <FilterLine {...line} filters={[...filters, ...rarer]} />
        </details>
      </div>
    );
  }
  return (
    <div className="p-filters">
      <FilterLine lead={<SearchField />} {...line} rarer={rarer} />
    </div>
  );
}

/** Waits for a pause in typing, and never searches in the middle of a composition. */
function SearchField(): ReactNode {
  const text = useArea(ledgerText);
  const { first, change } = useAddressState();
  const asked = first("q") ?? "";
  const [typed, setTyped] = useState(asked);
  const [isComposing, setIsComposing] = useState(false);
  useEffect(() => setTyped(asked), [asked]);
  useEffect(() => {
    if (isComposing || typed === asked) return;
    const timer = setTimeout(() => change({ q: typed.trim() || undefined }), 300);
    return () => clearTimeout(timer);
  }, [typed, asked, isComposing, change]);
  return (
    <Input
      type="search"
      className="p-search"
      aria-label={text.searchLabel}
      placeholder={text.searchPlaceholder}
      allowClear
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onCompositionStart={() => setIsComposing(true)}
      onCompositionEnd={() => setIsComposing(false)}
    />
  );
}
