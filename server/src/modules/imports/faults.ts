import type { ImportError } from "@baton/contract/imports";

const errorsToldMax = 1_000;

/** Every error names row, column, what is wrong and the remedy; a row with one error is not written. */
export type Faults = {
  error(row: number, column: string, fault: { code: string; message: string; remedy: string }): void;
  warn(row: number, column: string, remark: { code: string; message: string; remedy: string }): void;
  /** Errors that reject no row: what is said of the whole table. */
  note(row: number, column: string, fault: { code: string; message: string; remedy: string }): void;
  isFaulty(row: number): boolean;
  readonly rejected: number;
  readonly errors: ImportError[];
  readonly warnings: ImportError[];
  readonly leftOut: number;
};

export function collectFaults(errorsMax = errorsToldMax): Faults {
  const errors: ImportError[] = [];
  const warnings: ImportError[] = [];
  const faulty = new Set<number>();
  let leftOut = 0;
  const keep = (list: ImportError[], entry: ImportError): void => {
    if (list.length < errorsMax) list.push(entry);
    else if (list === errors) leftOut += 1;
  };
  return {
    error: (row, column, fault) => {
      faulty.add(row);
      keep(errors, { row, column, ...fault });
    },
    warn: (row, column, remark) => keep(warnings, { row, column, ...remark }),
    note: (row, column, fault) => keep(errors, { row, column, ...fault }),
    isFaulty: (row) => faulty.has(row),
    get rejected() {
      return faulty.size;
    },
    errors,
    warnings,
    get leftOut() {
      return leftOut;
    },
  };
}
