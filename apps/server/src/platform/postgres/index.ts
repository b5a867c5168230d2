export { type DataFolderLock, lockDataFolder } from "./data-folder.ts";
export { checkDatabase } from "./database.ts";
export { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded.ts";
export { migrate, readMigrations } from "./migrate.ts";
export { errorCode, fileProblem, StartProblem, type StartProblemCode } from "./start-problem.ts";
