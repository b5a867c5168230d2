export { lockDataFolder } from "./data-folder.ts";
export { checkDatabase } from "./database.ts";
export { runningPostgresUrl, startEmbeddedPostgres } from "./embedded.ts";
export { migrate, readMigrations } from "./migrate.ts";
export { errorCode, fileProblem, StartProblem } from "./start-problem.ts";
