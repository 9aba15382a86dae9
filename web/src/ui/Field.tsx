import type { ReactNode } from "react";

export type FieldProps = {
  /** Id of the input inside; the fault is `${id}-fault`. */
  id: string;
  label: string;
  isRequired?: boolean;
  example?: string;
  fault?: string | undefined;
  children: ReactNode;
};

/** Label above, input, example or fault below. */
export function Field({ id, label, isRequired, example, fault, children }: FieldProps): ReactNode {
  return (
    <div className="b-form-field">
      <label htmlFor={id}>
        {label}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      {children}
      {fault ? (
        <p className="b-fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      ) : (
        example && <p className="b-example">{example}</p>
      )}
    </div>
  );
}
