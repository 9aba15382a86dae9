import type { ReactNode } from "react";
import { AdjustLists } from "./AdjustLists.tsx";
import type { RecordFormProps } from "./RecordMenu.tsx";

/** 名单调整 of the project in sight: the list it stands on now is meant unless another is chosen. */
export function AdjustForm({ project, onDone, onCancel }: RecordFormProps): ReactNode {
  const standing = project.listings.findLast(({ validFrom, validTo }) => validFrom <= project.validOn && validTo === null);
  return <AdjustLists ids={[project.id]} today={project.validOn} level={standing?.level} onDone={onDone} onCancel={onCancel} />;
}
