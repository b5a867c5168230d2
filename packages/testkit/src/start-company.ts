import { startTestServer } from "@qunxin/server/testing";
import { openCompany, type RunningCompany } from "./open-company.ts";

/** The one company of all stories: real server, database of its own, everybody of the sample company imported. */
export async function startCompany(shape: { people?: number; seed?: number } = {}): Promise<RunningCompany> {
  const server = await startTestServer();
  const { url, databaseUrl, setupUrl } = server;
  const setupCode = new URL(setupUrl ?? url).searchParams.get("code") ?? "";
  try {
    const company = await openCompany({ url, setupCode, databaseUrl }, shape);
    return {
      ...company,
      async close() {
        await company.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
