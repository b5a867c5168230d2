import { fileURLToPath } from "node:url";

/** Where the migrations and the built web client of this checkout lie. */
export const migrationsDir = fileURLToPath(new URL("../../migrations", import.meta.url));
export const webDir = fileURLToPath(new URL("../../../web/dist", import.meta.url));
