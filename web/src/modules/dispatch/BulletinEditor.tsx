import type { ReactNode } from "react";
import type { BulletinDetail } from "@baton/contract/bulletins";
export default function BulletinEditor(_: { bulletin: BulletinDetail; onDone: () => void }): ReactNode {
  return null;
}
