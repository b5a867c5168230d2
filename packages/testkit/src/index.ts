export * from "./company/index.ts";
