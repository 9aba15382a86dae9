/** What is remarked on in a file. Shared by the program and by the caged marker, so nothing is imported here. */

/** `row` is the number the sheet shows; `columns` are the places (0 = A) of the cells it is about. */
export type MarkedRow = { row: number; text: string; columns: readonly number[] };

/**
 * `heading` stands above the remarks, in `column` (0 = A). Where that column holds remarks already (`isThere`) they are
 * replaced; else it is the first after the table, and gives way to merged cells.
 */
export type Marks = { sheet: string; headerRow: number; heading: string; column: number; isThere: boolean; rows: readonly MarkedRow[] };
