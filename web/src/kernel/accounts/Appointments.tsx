import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Select } from "antd";
import { useState, type FormEvent, type ReactNode } from "react";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { DateField } from "../../ui/DateField.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import { organisationsQuery } from "../organisations/organisations.ts";
import { peopleKey, type Account } from "./people.ts";
import { ReasonForm } from "./ReasonForm.tsx";

/** Which posts an account holds; the security administrator appoints and ends, with ground and dates. */
export function Appointments({ account, mayAppoint }: { account: Account; mayAppoint: boolean }): ReactNode {
  const { people: text } = useArea(administrationText);
  const queryClient = useQueryClient();
  const [isAdding, setIsAdding] = useState(false);
  const [ending, setEnding] = useState<string>();
  const end = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) => api.post(`/api/appointments/${id}/end`, { reason }),
    onSuccess: () => {
      showToast({ words: text.ended });
      setEnding(undefined);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  return (
    <section>
      <h3>{text.columns.posts}</h3>
      {account.posts.length === 0 && <p className="b-muted">{text.noPosts}</p>}
      <ul className="pe-list">
        {account.posts.map(({ appointmentId, orgName, title, isActing, validFrom, validTo }) => (
          <li key={appointmentId}>
            <span>
              {orgName} {title}
              {isActing && `（${text.acting}）`}
            </span>
            <span className="b-caption">{text.sinceTo(validFrom, validTo)}</span>
            {mayAppoint && ending !== appointmentId && (
              <Button size="small" aria-label={`${text.end}：${title}`} onClick={() => setEnding(appointmentId)}>
                {text.end}
              </Button>
            )}
            {ending === appointmentId && (
              <ReasonForm
                verb={text.end}
                failure={end.error}
                isBusy={end.isPending}
                onReason={(reason) => end.mutate({ id: appointmentId, reason })}
                onCancel={() => setEnding(undefined)}
              />
            )}
          </li>
        ))}
      </ul>
      {mayAppoint && !isAdding && (
        <Button style={{ marginTop: 12 }} onClick={() => setIsAdding(true)}>
          {text.appoint}
        </Button>
      )}
      {isAdding && <AppointForm account={account} onDone={() => setIsAdding(false)} />}
    </section>
  );
}

type Typed = { postId: number | undefined; validFrom: string; validTo: string; isActing: boolean; reason: string };

function AppointForm({ account, onDone }: { account: Account; onDone: () => void }): ReactNode {
  const words = useArea(administrationText);
  const { people: text } = words;
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState<Typed>({ postId: undefined, validFrom: "", validTo: "", isActing: false, reason: "" });
  const [faults, setFaults] = useState<{ post?: string; reason?: string }>({});
  const appointing = useMutation({
    mutationFn: () =>
      api.post("/api/appointments", {
        accountId: account.id,
        postId: typed.postId,
        isActing: typed.isActing,
        reason: typed.reason.trim(),
        ...(typed.validFrom ? { validFrom: typed.validFrom } : {}),
        ...(typed.validTo ? { validTo: typed.validTo } : {}),
      }),
    onSuccess: () => {
      showToast({ words: text.appointed });
      onDone();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey }),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const found = {
      ...(typed.postId === undefined ? { post: words.choose } : {}),
      ...(typed.reason.trim().length < 2 ? { reason: words.reasonFault } : {}),
    };
    setFaults(found);
    if (Object.keys(found).length === 0) appointing.mutate();
  };
  const change = (changed: Partial<Typed>): void => setTyped((now) => ({ ...now, ...changed }));
  const year = Temporal.Now.plainDateISO().year;
  return (
    <form className="b-form pe-form" style={{ marginTop: 12 }} onSubmit={onSubmit} noValidate aria-label={text.appoint}>
      <Problem failure={appointing.error} />
      <Field id="appoint-post" label={text.post} isRequired fault={faults.post}>
        <PostSelect chosen={typed.postId} onChosen={(postId) => change({ postId })} />
      </Field>
      <Field id="appoint-from" label={text.from} example={text.fromHelp}>
        <DateField id="appoint-from" year={year} value={typed.validFrom} onChange={(validFrom) => change({ validFrom })} />
      </Field>
      <Field id="appoint-to" label={text.to} example={text.toHelp}>
        <DateField id="appoint-to" year={year} value={typed.validTo} onChange={(validTo) => change({ validTo })} />
      </Field>
      <Checkbox checked={typed.isActing} onChange={(event) => change({ isActing: event.target.checked })}>
        {text.isActing}
      </Checkbox>
      <Field id="appoint-reason" label={words.reason} isRequired fault={faults.reason}>
        <Input
          id="appoint-reason"
          maxLength={200}
          autoComplete="off"
          aria-invalid={faults.reason !== undefined}
          value={typed.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </Field>
      <div className="pe-buttons">
        <Button type="primary" htmlType="submit" loading={appointing.isPending}>
          {text.appoint}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
      </div>
    </form>
  );
}

/** Every open post, administrators' ones included, from the tree of organisations. */
function PostSelect({ chosen, onChosen }: { chosen: number | undefined; onChosen: (postId: number) => void }): ReactNode {
  const { people: text } = useArea(administrationText);
  const { data, isPending, error } = useQuery(organisationsQuery);
  const options = (data?.items ?? []).flatMap(({ name, posts }) =>
    posts.filter(({ isClosed }) => !isClosed).map(({ id, title }) => ({ value: id, label: `${name} ${title}` })),
  );
  return (
    <>
      <Select
        id="appoint-post"
        loading={isPending}
        showSearch={{ optionFilterProp: "label" }}
        placeholder={text.postExample}
        {...(chosen === undefined ? {} : { value: chosen })}
        options={options}
        onChange={(postId: number) => onChosen(postId)}
      />
      <Problem failure={error} />
    </>
  );
}
