import type { AuditFault } from "@baton/contract/audit";
import type { Outside, Stage } from "./stage.ts";

/** The fault that must be among those told; `says` is a part of its sentence. */
export type Expected = Partial<Omit<AuditFault, "detail">> & { says?: string };

export type Attack = {
  name: string;
  /** What has to lie outside the database for it to be found. */
  outside: Outside;
  /** Why nothing can tell it; the attack is then expected to pass unseen. */
  unseen?: string;
  act(stage: Stage): Promise<Expected>;
};

/** Whether a fault is the expected one. */
export function isExpected(fault: AuditFault, { says, ...place }: Expected): boolean {
  if (says !== undefined && !fault.detail.includes(says)) return false;
  return Object.entries(place).every(([name, value]) => fault[name as keyof AuditFault] === value);
}
