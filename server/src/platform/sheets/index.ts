/**
 * Purpose: workbooks in and out: .xlsx and text tables of Excel, WPS and LibreOffice.
 * Owns: no tables; the child process that reads what people upload.
 * Offers: readWorkbook, markWorkbook, writeWorkbook, writeCsv, the number formats.
 * Never: knows what a column means; parses an upload in this process; cuts rows off in silence.
 */
export { markWorkbook, readWorkbook } from "./reading.ts";
export { type MarkedFile, type MarkedRow } from "./marked.ts";
export { limits, type Cell, type DateCell, type ErrorCell, type Sheet, type Workbook } from "./cells.ts";
export { writeWorkbook, type Column, type SheetToWrite, type WrittenCell, type WrittenRow } from "./writing.ts";
export { writeCsv } from "./writing-csv.ts";
export { formats } from "./styles.ts";
