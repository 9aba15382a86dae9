import { assistantsMax } from "@baton/contract/matter-opening";
import { Button, Input } from "antd";
import type { ReactNode } from "react";
import { batonsText } from "../../text/batons.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import type { Assistant } from "./openMatter.ts";
import { type PostChoice, PostSelect } from "./PostSelect.tsx";

type AssistantsProps = {
  assistants: readonly Assistant[];
  suggested: readonly PostChoice[];
  fault: string | undefined;
  onChange: (assistants: readonly Assistant[]) => void;
};

/** Posts that do a part for the lead, each with its own part. */
export function Assistants({ assistants, suggested, fault, onChange }: AssistantsProps): ReactNode {
  const { open: text } = useArea(batonsText);
  const change = (key: number, changed: Partial<Assistant>): void => onChange(assistants.map((one) => (one.key === key ? { ...one, ...changed } : one)));
  const add = (): void => onChange([...assistants, { key: Math.max(0, ...assistants.map(({ key }) => key)) + 1, postId: undefined, ask: text.sameAsk }]);
  return (
    <div className="m-assistants" role="group" aria-label={text.assistants}>
      {assistants.map(({ key, postId, ask }, at) => (
        <div key={key} className="m-assistant m-fields">
          <Field id={`assistant-${key}`} label={text.assistant(at + 1)} isRequired>
            <PostSelect id={`assistant-${key}`} chosen={postId} suggested={suggested} onChosen={(chosen) => change(key, { postId: chosen })} />
          </Field>
          <Field id={`assistant-ask-${key}`} label={text.assistantAsk(at + 1)} isRequired>
            <Input id={`assistant-ask-${key}`} maxLength={1000} value={ask} onChange={(event) => change(key, { ask: event.target.value })} />
          </Field>
          <Button type="link" size="small" onClick={() => onChange(assistants.filter((one) => one.key !== key))}>
            {text.removeAssistant(at + 1)}
          </Button>
        </div>
      ))}
      {fault && (
        <p className="b-fault" id="open-assistants-fault" role="alert">
          {fault}
        </p>
      )}
      {assistants.length < assistantsMax && <Button onClick={add}>{text.addAssistant}</Button>}
    </div>
  );
}
