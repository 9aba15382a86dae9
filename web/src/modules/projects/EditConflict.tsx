import { Button, Radio } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { changesOfOthers, mergedValues, type ProjectField, type ProjectValues } from "./projectForm.ts";
import { useFieldWords } from "./useFieldWords.ts";

type EditConflictProps = {
  /** The post that saved first, and when, in words. */
  by: string;
  at: string;
  opened: ProjectValues;
  stored: ProjectValues;
  typed: ProjectValues;
  onMerged: (values: ProjectValues) => void;
};

/** Somebody saved while this form was open: what they changed, and a choice for each field that both changed. */
export function EditConflict({ by, at, opened, stored, typed, onMerged }: EditConflictProps): ReactNode {
  const { form } = useArea(libraryText);
  const say = useFieldWords();
  const [kept, setKept] = useState<ReadonlySet<ProjectField>>(new Set());
  const { conflictColumns: columns } = form;
  const section = useRef<HTMLElement>(null);
  // It appears above a long form: whoever pressed 保存 at its end is taken to it.
  useEffect(() => section.current?.focus(), []);
  const keep = (field: ProjectField, isKept: boolean): void => {
    const next = new Set(kept);
    if (isKept) next.add(field);
    else next.delete(field);
    setKept(next);
  };
  const words = (values: ProjectValues, field: ProjectField): ReactNode => say(values, field) || <span className="b-muted">{form.nothing}</span>;
  return (
    <section ref={section} tabIndex={-1} className="b-problem l-conflict" role="alert" aria-labelledby="conflict-title">
      <strong id="conflict-title">{form.conflictTitle(by, at)}</strong>
      <p>{form.conflictHelp}</p>
      <div className="p-table-scroll">
        <table className="p-table">
          <thead>
            <tr>
              <th scope="col">{columns.field}</th>
              <th scope="col">{columns.opened}</th>
              <th scope="col">{columns.theirs}</th>
              <th scope="col">{columns.mine}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {changesOfOthers(opened, stored, typed).map(({ field, isMineToo }) => (
              <tr key={field}>
                <th scope="row">{form.fields[field]}</th>
                <td>{words(opened, field)}</td>
                <td>
                  <strong>{words(stored, field)}</strong>
                </td>
                <td>{isMineToo ? <strong>{words(typed, field)}</strong> : words(typed, field)}</td>
                <td>
                  {isMineToo ? (
                    <Radio.Group
                      aria-label={form.fields[field]}
                      value={kept.has(field)}
                      onChange={(event) => keep(field, event.target.value as boolean)}
                      options={[
                        { value: false, label: form.adopt },
                        { value: true, label: form.keep },
                      ]}
                    />
                  ) : (
                    <span className="b-caption">{form.adopted}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button type="primary" onClick={() => onMerged(mergedValues({ opened, stored, typed }, kept))}>
        {form.conflictGo}
      </Button>
    </section>
  );
}
