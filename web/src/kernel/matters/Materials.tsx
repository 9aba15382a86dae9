import { useMutation, useQuery } from "@tanstack/react-query";
import type { MatterLine } from "@baton/contract/matters";
import type { ReactNode } from "react";
import { api } from "../../api/client.ts";
import { mattersText } from "../../text/matters.ts";
import { useArea } from "../../text/useText.ts";
import { Field } from "../../ui/Field.tsx";
import { Problem } from "../../ui/Problem.tsx";
import type { ActInput } from "./acts.ts";
import { matterQuery, type MatterDetail } from "./hands.ts";

type Material = MatterDetail["materials"][number];
type MaterialsProps = { id: string; line: Pick<MatterLine, "id">; fault: string | undefined; input: ActInput; change: (changed: ActInput) => void };

/** Materials still owed, by id; only asked where an act needs them. */
export function useOwed(id: string, isAsked: boolean): readonly string[] {
  const { data } = useQuery({ ...matterQuery(id), enabled: isAsked });
  return (data?.materials ?? []).filter(({ evidenceId }) => evidenceId === null).map((material) => material.id);
}

/** The materials that the matter cannot be done without; each is a file, uploaded as evidence of the subject. */
export function Materials({ id, line, fault, input, change }: MaterialsProps): ReactNode {
  const { data, error } = useQuery(matterQuery(line.id));
  const materials = data?.materials ?? [];
  if (error) return <Problem failure={error} />;
  if (!data || materials.length === 0) return null;
  const hand = (materialId: string, evidenceId: string): void => change({ materials: { ...input.materials, [materialId]: evidenceId } });
  return (
    <div id={id} tabIndex={-1} className="m-fields">
      {materials.map((material) => (
        <MaterialField
          key={material.id}
          material={material}
          subjectId={data.subjectId}
          fault={input.materials?.[material.id] === undefined && material.evidenceId === null ? fault : undefined}
          onHanded={(evidenceId) => hand(material.id, evidenceId)}
        />
      ))}
    </div>
  );
}

type MaterialFieldProps = { material: Material; subjectId: string; fault: string | undefined; onHanded: (evidenceId: string) => void };

function MaterialField({ material, subjectId, fault, onHanded }: MaterialFieldProps): ReactNode {
  const { materials: text } = useArea(mattersText);
  const fieldId = `material-${material.id}`;
  const uploading = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      // Fields first: the server reads them before it takes the file.
      body.set("proves", "other");
      body.set("title", material.title);
      body.set("file", file);
      return api.post<{ id: string }>(`/api/projects/${subjectId}/evidence`, body);
    },
    onSuccess: ({ id }) => onHanded(id),
  });
  const state = uploading.isPending ? text.uploading : uploading.data ? text.uploaded(uploading.variables?.name ?? "") : undefined;
  return (
    <Field
      id={fieldId}
      label={text.label(material.title)}
      isRequired={material.evidenceId === null}
      example={material.evidenceId === null ? text.accepted : text.handedBefore}
      fault={fault && text.missing(material.title)}
    >
      <input
        id={fieldId}
        type="file"
        accept=".pdf,.jpg,.jpeg,.png,.xlsx,.docx"
        disabled={uploading.isPending}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) uploading.mutate(file);
        }}
      />
      {state && (
        <p className="b-caption" role="status">
          {state}
        </p>
      )}
      <Problem failure={uploading.error} />
    </Field>
  );
}
