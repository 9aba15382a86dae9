import { Modal } from "antd";
import type { ReactNode } from "react";
import { useText } from "../text/useText.ts";

/** The only acts that ask first; every other one has a way back instead. */
export type GraveAct = "冻结" | "发布" | "签发" | "终止" | "交接";

export type ConfirmProps = {
  act: GraveAct;
  /** Names act and object: 冻结2023年6月. */
  title: string;
  /** The verb on the button, as the title says it. */
  verb: string;
  open: boolean;
  isBusy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  /** Counts the consequences. */
  children: ReactNode;
};

export function Confirm({ title, verb, open, isBusy, onConfirm, onCancel, children }: ConfirmProps): ReactNode {
  const text = useText();
  return (
    <Modal
      title={title}
      open={open}
      okText={verb}
      cancelText={text.ui.cancel}
      confirmLoading={isBusy ?? false}
      onOk={onConfirm}
      onCancel={onCancel}
      mask={{ closable: false }}
      destroyOnHidden
    >
      {children}
    </Modal>
  );
}
