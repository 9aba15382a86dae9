import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import type { calendarChangedSchema } from "@baton/contract/calendar";
import { useState, type FormEvent, type ReactNode } from "react";
import type { z } from "zod";
import { api } from "../../api/client.ts";
import { administrationText } from "../../text/administration.ts";
import { useArea } from "../../text/useText.ts";
import { Drawer480 } from "../../ui/Drawer480.tsx";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import { showToast } from "../../ui/toast.tsx";
import type { DayChanges } from "./yearGrid.ts";

export function SaveCalendar({ changes, isOpen, onClose }: { changes: DayChanges; isOpen: boolean; onClose: () => void }): ReactNode {
  const words = useArea(administrationText);
  const { calendar: text } = words;
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState({ reason: "", documentNo: "" });
  const [fault, setFault] = useState<string>();
  const saving = useMutation({
    mutationFn: () =>
      api.post<z.infer<typeof calendarChangedSchema>>("/api/calendar/versions", {
        reason: typed.reason.trim(),
        documentNo: typed.documentNo.trim() || null,
        days: Object.entries(changes).map(([day, change]) => ({ day, ...change })),
      }),
    onSuccess: ({ version, moved }) => {
      showToast({ words: text.saved(version, moved) });
      onClose();
    },
    onSettled: () => queryClient.invalidateQueries(),
  });
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    const isShort = typed.reason.trim().length < 2;
    setFault(isShort ? words.reasonFault : undefined);
    if (!isShort) saving.mutate();
  };
  return (
    <Drawer480 title={text.saveTitle} open={isOpen} onClose={onClose}>
      <form className="b-form" onSubmit={onSubmit} noValidate>
        <p>{text.saveHelp}</p>
        <ul>
          {Object.entries(changes).map(([day, { isWorking, name }]) => (
            <li key={day}>
              {day} {isWorking === null ? text.plain : `${isWorking ? text.working : text.rest}（${name}）`}
            </li>
          ))}
        </ul>
        <Problem failure={saving.error} />
        <Field id="calendar-reason" label={words.reason} isRequired fault={fault}>
          <Input
            id="calendar-reason"
            autoFocus
            maxLength={200}
            autoComplete="off"
            aria-invalid={fault !== undefined}
            value={typed.reason}
            onChange={(event) => setTyped({ ...typed, reason: event.target.value })}
          />
        </Field>
        <Field id="calendar-document" label={text.documentNo}>
          <Input
            id="calendar-document"
            maxLength={80}
            autoComplete="off"
            value={typed.documentNo}
            onChange={(event) => setTyped({ ...typed, documentNo: event.target.value })}
          />
        </Field>
        <Button type="primary" htmlType="submit" loading={saving.isPending}>
          {words.save}
        </Button>
      </form>
    </Drawer480>
  );
}
