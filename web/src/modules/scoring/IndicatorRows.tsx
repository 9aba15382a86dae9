import { useQuery } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import type { SchemeDocument, SchemeIndicator } from "@baton/contract/scoring";
import type { ReactNode } from "react";
import { catalogueQuery } from "../../kernel/figures/useLabel.ts";
import { scoringText } from "../../text/scoring.ts";
import { useArea } from "../../text/useText.ts";
import { usePreferences } from "../../ui/preferences.ts";
import { MethodFields } from "./MethodFields.tsx";
import { newIndicator, withIndicator } from "./schemeForm.ts";

type IndicatorRowsProps = { document: SchemeDocument; isReadOnly: boolean; onChange: (document: SchemeDocument) => void };

/** The indicators as lines of the form. */
export function IndicatorRows({ document, isReadOnly, onChange }: IndicatorRowsProps): ReactNode {
  const text = useArea(scoringText);
  return (
    <>
      <ol className="k-indicators">
        {document.indicators.map((indicator, at) => (
          <li key={indicator.code}>
            <IndicatorRow
              indicator={indicator}
              dimension={document.unitDimension}
              isReadOnly={isReadOnly}
              onChange={(changed) => onChange(withIndicator(document, at, changed))}
            />
            {!isReadOnly && document.indicators.length > 1 && (
              <Button
                size="small"
                type="text"
                aria-label={text.remove(indicator.label)}
                onClick={() => onChange({ ...document, indicators: document.indicators.filter((_, place) => place !== at) })}
              >
                ✕
              </Button>
            )}
          </li>
        ))}
      </ol>
      {!isReadOnly && (
        <Button onClick={() => onChange({ ...document, indicators: [...document.indicators, newIndicator(document.indicators)] })}>{text.add}</Button>
      )}
    </>
  );
}

type IndicatorRowProps = { indicator: SchemeIndicator; dimension: string; isReadOnly: boolean; onChange: (changed: Partial<SchemeIndicator>) => void };

function IndicatorRow({ indicator, dimension, isReadOnly, onChange }: IndicatorRowProps): ReactNode {
  const text = useArea(scoringText);
  const { locale } = usePreferences();
  const { data } = useQuery(catalogueQuery);
  const { code, label, of, weight, direction, method, missing } = indicator;
  const figures = (data?.items ?? [])
    .filter(({ dimensions }) => dimensions.some(({ name }) => name === dimension))
    .map(({ name, labelZh, labelEn }) => ({ value: name, label: locale === "en" ? labelEn : labelZh }));
  const choose = (figure: string): void => {
    const chosen = data?.items.find(({ name }) => name === figure);
    onChange({ of: { ...of, figure }, label: label === "" ? (chosen?.labelZh ?? "") : label });
  };
  return (
    <div className="k-indicator">
      <label>
        <span>{text.indicator}</span>
        <Input value={label} maxLength={60} disabled={isReadOnly} onChange={(event) => onChange({ label: event.target.value })} />
      </label>
      <label>
        <span>{text.figure}</span>
        <Select aria-label={text.figure} showSearch optionFilterProp="label" value={of.figure} disabled={isReadOnly} onChange={choose} options={figures} />
      </label>
      <label className="k-short">
        <span>{text.weight}</span>
        <Input value={weight} inputMode="decimal" disabled={isReadOnly} onChange={(event) => onChange({ weight: event.target.value.trim() })} />
      </label>
      <label>
        <span>{text.direction}</span>
        <Select
          aria-label={text.direction}
          value={direction}
          disabled={isReadOnly}
          onChange={(value) => onChange({ direction: value })}
          options={(["more", "less"] as const).map((value) => ({ value, label: text[value] }))}
        />
      </label>
      <label>
        <span>{text.missingRule}</span>
        <Select
          aria-label={text.missingRule}
          value={missing}
          disabled={isReadOnly}
          onChange={(value) => onChange({ missing: value })}
          options={(["redistribute", "classMean", "zero", "unranked"] as const).map((value) => ({ value, label: text.missingRules[value] }))}
        />
      </label>
      <MethodFields id={code} method={method} isReadOnly={isReadOnly} onChange={(changed) => onChange(changed)} />
    </div>
  );
}
