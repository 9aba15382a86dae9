/** Files for tests of slices that take them in: workbooks made part by part, and those that mean harm. */
export { inline, workbookOf } from "../platform/sheets/fixtures.ts";
export { encodeGb18030 } from "../platform/sheets/gb18030.ts";
export { hostileFiles } from "../platform/sheets/hostile-files.ts";
