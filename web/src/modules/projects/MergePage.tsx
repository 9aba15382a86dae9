import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { projectClasses, projectLevels } from "@baton/contract/codes";
import type { ProjectDetail, ProjectReports } from "@baton/contract/library";
import { Button, Input, Radio } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { useTimePoint } from "../../shell/timePoint.ts";
import { paths } from "../../paths.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { useAddressState } from "../../ui/useAddressState.ts";
import { DistinctDrawer } from "./DistinctDrawer.tsx";
import { FormFrame } from "./FormFrame.tsx";
import "./library.css";
import "./project.css";
import "./projects.css";
import { canonical, emptyValues, type ProjectField, valuesOf } from "./projectForm.ts";
import { ProjectPicker } from "./ProjectPickers.tsx";
import { projectQuery, reportsQuery } from "./queries.ts";
import { useStageWords } from "./stageWords.ts";
import { useTerm } from "./SummaryTab.tsx";
import { useFieldWords } from "./useFieldWords.ts";

/** 合并重复项目: two projects side by side, which one stays, and why; or the word that they are two. */
export default function MergePage(): ReactNode {
  const all = useArea(libraryText);
  const { merge: text } = all;
  const { first, change } = useAddressState();
  const { isTravelling } = useTimePoint();
  const [a, b] = [first("a") ?? "", first("b") ?? ""];
  return (
    <Page title={text.title} actions={<Link to={paths.duplicates()}>{all.duplicates.title}</Link>}>
      {isTravelling ? (
        <Empty title={all.form.past} />
      ) : (
        <>
          {(b === "" || a === b) && (
            <Field id="merge-other" label={text.choose} example={text.chooseExample} fault={a === b && b !== "" ? text.sameProject : undefined}>
              <ProjectPicker id="merge-other" value={b === a || b === "" ? undefined : b} except={a} onChange={(id) => change({ b: id })} />
            </Field>
          )}
          {a !== "" && b !== "" && a !== b && <Both key={`${a}${b}`} a={a} b={b} />}
        </>
      )}
    </Page>
  );
}

function Both({ a, b }: { a: string; b: string }): ReactNode {
  const left = useQuery(projectQuery(a, {}));
  const right = useQuery(projectQuery(b, {}));
  const leftReports = useQuery(reportsQuery(a, {}));
  const rightReports = useQuery(reportsQuery(b, {}));
  const failure = left.error ?? right.error;
  if (failure) return <Problem failure={failure} />;
  if (!left.data || !right.data) return <Loading lines={8} />;
  return (
    <Comparison
      sides={[
        { project: left.data, reports: leftReports.data },
        { project: right.data, reports: rightReports.data },
      ]}
    />
  );
}

type Side = { project: ProjectDetail; reports: ProjectReports | undefined };

function Comparison({ sides }: { sides: readonly [Side, Side] }): ReactNode {
  const { merge: text } = useArea(libraryText);
  const rows = useRows(sides);
  const [stays, setStays] = useState<0 | 1>(() => suggestedStay(sides));
  const canMerge = sides.every(({ project }) => project.acts.includes("merge"));
  return (
    <>
      <div className="b-card p-card-flush p-table-scroll">
        <table className="p-table l-compare">
          <thead>
            <tr>
              <th scope="col">{text.field}</th>
              {sides.map(({ project }, at) => (
                <td key={project.id}>
                  <Link to={paths.project(project.id)}>{project.name}</Link>
                  {canMerge && (
                    <div>
                      <Radio checked={stays === at} onChange={() => setStays(at as 0 | 1)} name="stays" aria-label={`${text.stays}：${project.name}`}>
                        {text.stays}
                      </Radio>
                      <span className="b-sample">{stays === at ? text.staysBadge : text.goes}</span>
                    </div>
                  )}
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, words }) => (
              <tr key={label} className={words[0] === words[1] ? undefined : "l-differs"}>
                <th scope="row">
                  {label}
                  {words[0] !== words[1] && <span className="b-sr">（{text.differs}）</span>}
                </th>
                {words.map((one, at) => (
                  <td key={at}>{one || "—"}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {canMerge && <Decision stays={sides[stays].project} goes={sides[stays === 0 ? 1 : 0].project} />}
    </>
  );
}

/** The one that more hangs on: more months reported, then more lists, then the left one. */
function suggestedStay([left, right]: readonly [Side, Side]): 0 | 1 {
  const weigh = ({ project, reports }: Side): number => (reports?.items.length ?? 0) * 100 + project.listings.length;
  return weigh(right) > weigh(left) ? 1 : 0;
}

type Row = { label: string; words: [string, string] };

/** What each side says, field by field, then lists, stage, months and holders; equal rows are told too. */
function useRows(sides: readonly [Side, Side]): Row[] {
  const { merge: text, form } = useArea(libraryText);
  const say = useFieldWords();
  const term = useTerm();
  const stageWords = useStageWords();
  const both = (label: string, of: (side: Side) => string): Row => ({ label, words: [of(sides[0]), of(sides[1])] });
  const fields = (Object.keys(emptyValues) as ProjectField[]).filter((field) => field !== "creditCodeOverride");
  return [
    ...fields
      .map((field) =>
        both(form.fields[field], ({ project }) =>
          field === "accountOrgId"
            ? project.account.orgName
            : field === "industryCode"
              ? [project.industry?.code, project.industry?.name].filter(Boolean).join(" ")
              : canonical(valuesOf(project), field) === ""
                ? ""
                : say(valuesOf(project), field),
        ),
      )
      .filter(({ words }) => words.some((one) => one !== "")),
    both(text.listings, ({ project }) =>
      project.listings
        .filter(({ validTo }) => validTo === null)
        .map((one) => `${one.year} ${term(projectLevels, one.level) ?? ""}${term(projectClasses, one.class) ?? ""}`)
        .join("、"),
    ),
    both(text.stageRow, ({ project }) => (project.stage ? `${stageWords(project.stage.code) ?? project.stage.name} ${project.stage.enteredOn}` : "")),
    both(text.reports, ({ reports }) => (reports?.items[0] ? text.monthCount(reports.items.length, reports.items[0].month) : text.noMonths)),
    both(text.batons, ({ project }) =>
      project.batons
        .filter(({ validTo }) => validTo === null)
        .map(({ roleName, holderOrg }) => `${roleName} ${holderOrg}`)
        .join("、"),
    ),
  ];
}

function Decision({ stays, goes }: { stays: ProjectDetail; goes: ProjectDetail }): ReactNode {
  const all = useArea(libraryText);
  const { merge: text } = all;
  const navigate = useNavigate();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [documentNo, setDocumentNo] = useState("");
  const [isTried, setIsTried] = useState(false);
  const [isDistinct, setIsDistinct] = useState(false);
  const send = useMutation({
    mutationFn: () => api.post(`/api/projects/${goes.id}/merges`, { intoId: stays.id, reason: reason.trim(), documentNo: documentNo.trim() || null }),
    onSuccess: () => {
      showToast({ words: text.done(stays.name) });
      void client.invalidateQueries({ queryKey: ["projects"] });
      void navigate({ to: paths.project(stays.id) });
    },
  });
  const isMissing = reason.trim().length < 2;
  const submit = (): void => {
    setIsTried(true);
    if (!isMissing) send.mutate();
  };
  const pair = { left: stays, right: goes };
  return (
    <div className="b-card">
      <FormFrame failure={send.error} isBusy={send.isPending} verb={text.act} onSubmit={submit} onCancel={() => void navigate({ to: paths.duplicates() })}>
        <p>{text.effect(goes.name, stays.name)}</p>
        <p className="b-muted">{text.effectHistory}</p>
        <Field id="merge-reason" label={all.reason} isRequired fault={isTried && isMissing ? all.required : undefined}>
          <Input.TextArea id="merge-reason" rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        <Field id="merge-document" label={all.documentNo} example={all.documentNoExample}>
          <Input id="merge-document" maxLength={100} autoComplete="off" value={documentNo} onChange={(event) => setDocumentNo(event.target.value)} />
        </Field>
      </FormFrame>
      <p className="l-distinct">
        <Button onClick={() => setIsDistinct(true)}>{text.distinctAct}</Button>
      </p>
      <DistinctDrawer pair={isDistinct ? pair : undefined} onClose={() => setIsDistinct(false)} onDone={() => void navigate({ to: paths.duplicates() })} />
    </div>
  );
}
