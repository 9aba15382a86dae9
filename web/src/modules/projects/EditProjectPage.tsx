import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import type { ProjectDetail } from "@baton/contract/library";
import { Button, Input } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";
import { paths } from "../../paths.ts";
import { instantWords, useTimePoint } from "../../shell/timePoint.ts";
import { libraryText } from "../../text/library.ts";
import { useArea } from "../../text/useText.ts";
import { Empty } from "../../ui/Empty.tsx";
import { Field } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Page } from "../../ui/Page.tsx";
import { usePreferences } from "../../ui/preferences.ts";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { DuplicatesBeside, useDuplicates } from "./DuplicatesBeside.tsx";
import { EditConflict } from "./EditConflict.tsx";
import "./library.css";
import { fieldOfPointer } from "./NewProjectPage.tsx";
import "./project.css";
import { fieldId, ProjectFields } from "./ProjectFields.tsx";
import { canonical, emptyValues, type Faults, faultsOf, faultsWithout, inputOf, type ProjectField, type ProjectValues, valuesOf } from "./projectForm.ts";
import { projectQuery } from "./queries.ts";

/** 修改项目: the form over the version that was read; a change saved meanwhile is told, not overwritten. */
export default function EditProjectPage(): ReactNode {
  const { form } = useArea(libraryText);
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { isTravelling } = useTimePoint();
  // What another page kept may be an older version: the form begins with what is stored now.
  const { data, error, refetch, isFetchedAfterMount } = useQuery({ ...projectQuery(id, {}), staleTime: 0, refetchOnWindowFocus: false });
  const project = isFetchedAfterMount ? data : undefined;
  const title = project ? form.editTitle(project.name) : form.editTitle("");
  if (error) {
    return (
      <Page title={title}>
        <Problem failure={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (!project) return <Loading lines={8} />;
  if (isTravelling || !project.acts.includes("edit")) {
    return (
      <Page title={title}>
        <Empty title={isTravelling ? form.past : form.notAllowed} why={isTravelling ? undefined : form.notAllowedWhy} />
      </Page>
    );
  }
  return (
    <Page title={title}>
      <EditForm project={project} />
    </Page>
  );
}

/** Over which version the form is, and what somebody else saved since. */
type Standing = { opened: ProjectValues; version: string; conflict?: { by: string; at: string; stored: ProjectValues; version: string } | undefined };

function EditForm({ project }: { project: ProjectDetail }): ReactNode {
  const text = useArea(libraryText);
  const { form } = text;
  const navigate = useNavigate();
  const [standing, setStanding] = useState<Standing>(() => ({ opened: valuesOf(project), version: project.version }));
  const [values, setValues] = useState(standing.opened);
  const [reason, setReason] = useState("");
  const [faults, setFaults] = useState<Faults<ProjectField>>({});
  const found = useDuplicates(values, project.id);
  const { opened, conflict } = standing;
  const send = useSaving(project.id, setStanding);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const all = faultsOf(values, { required: text.required, warned: form.warned }, opened);
    setFaults(all);
    const [first] = Object.keys(all);
    if (first !== undefined) return document.getElementById(fieldId(first))?.focus();
    if ((Object.keys(emptyValues) as ProjectField[]).every((field) => canonical(values, field) === canonical(opened, field)))
      return showToast({ words: form.unchanged });
    send.mutate({ version: standing.version, project: inputOf(values), reason: reason.trim() || null });
  };
  const merge = (merged: ProjectValues): void => {
    if (!conflict) return;
    setValues(merged);
    setStanding({ opened: conflict.stored, version: conflict.version });
    send.reset();
    showToast({ words: form.conflictMerged });
  };
  return (
    <form className="l-form" onSubmit={submit} noValidate>
      <div className="l-groups">
        {conflict && <EditConflict by={conflict.by} at={conflict.at} opened={opened} stored={conflict.stored} typed={values} onMerged={merge} />}
        <ProjectFields
          values={values}
          former={opened}
          faults={faults}
          onChange={(changed) => {
            setValues({ ...values, ...changed });
            setFaults(faultsWithout(faults, changed));
          }}
        />
      </div>
      <aside className="b-card l-beside" aria-label={form.duplicates}>
        <h2>{form.duplicates}</h2>
        <DuplicatesBeside found={found} ownId={project.id} />
        <Field id="project-reason" label={form.editReason} example={form.editReasonExample}>
          <Input.TextArea id="project-reason" rows={2} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {!conflict && <Problem failure={send.error} fieldOf={fieldOfPointer} />}
        <div className="p-form-buttons">
          <Button onClick={() => void navigate({ to: paths.project(project.id) })}>{text.cancel}</Button>
          <Button type="primary" htmlType="submit" loading={send.isPending} disabled={conflict !== undefined}>
            {form.save}
          </Button>
        </div>
      </aside>
    </form>
  );
}

type Sent = { version: string; project: ReturnType<typeof inputOf>; reason: string | null };

/** Saves; over another version than the one read, what is stored now is fetched, so that both can be seen. */
function useSaving(id: string, onStanding: (change: (now: Standing) => Standing) => void) {
  const { form } = useArea(libraryText);
  const { locale } = usePreferences();
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Sent) => api.put<{ id: string }>(`/api/projects/${id}`, body),
    onSuccess: () => {
      showToast({ words: form.saved });
      void client.invalidateQueries({ queryKey: ["projects"] });
      void navigate({ to: paths.project(id) });
    },
    onError: async (failure) => {
      if (!(failure instanceof ApiProblem && failure.slug === "edit-conflict")) return;
      const stored = await api.get<ProjectDetail>(`/api/projects/${id}`);
      const { by, at } = failure.members;
      const conflict = {
        by: typeof by === "string" ? by : form.conflictUnknown,
        at: typeof at === "string" ? (instantWords(at, locale) ?? "") : "",
        stored: valuesOf(stored),
        version: stored.version,
      };
      onStanding((now) => ({ ...now, conflict }));
    },
  });
}
