export * from "@qunxin/sample-company";
export { type CsvEncoding, csvLines, csvOf, toCsv } from "./csv.ts";
export { type ExpectedFault, withErrors } from "./faults.ts";
export { encodeGb18030 } from "./gb18030.ts";
export { afterMoves, type Moved, type Movement } from "./moves.ts";
export { type Rows, rowsOf } from "./rows.ts";
export { toXlsx, xlsxOf } from "./xlsx.ts";
