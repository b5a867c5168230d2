import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { startEmbeddedPostgres } from "@qunxin/server/testing";
import { openCompany, toCsv } from "@qunxin/testkit";
import pg from "pg";
import { fillMessages } from "./fill.ts";
import { startOn } from "./server.ts";
import { checkWorld, copyGroups, makeWorld, settleWorld, type World } from "./world.ts";

export interface Size {
  readonly messages: number;
  readonly people: number;
}

/** A data folder with a company of a size in it, no server on it. */
export interface Dataset extends Size {
  readonly dataDir: string;
  readonly world: World;
  /** What its people were imported from. */
  readonly companyFile: string;
}

/**
 * The data folder of that size, made unless it is in `folder` already. People and the first groups come through the
 * product; the rest is written in SQL, as the product would have written it, on its PostgreSQL without its durability.
 */
export async function openDataset(size: Size, folder: string, log: (sentence: string) => void): Promise<Dataset> {
  const name = `m${size.messages}-p${size.people}`;
  const dataDir = join(folder, name);
  const [noteFile, companyFile] = [join(folder, `${name}.json`), join(folder, `${name}.csv`)];
  const files = { dataDir, companyFile };
  if (existsSync(noteFile)) return { ...size, ...files, world: JSON.parse(readFileSync(noteFile, "utf8")) };
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  const startedAt = performance.now();
  const now = new Date();
  const world = await found(files, size);
  await write(dataDir, size, world, now);
  writeFileSync(noteFile, JSON.stringify(world));
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  log(`${size.messages} messages of ${size.people} people were written in ${seconds} s.`);
  return { ...size, ...files, world };
}

async function found(files: Pick<Dataset, "dataDir" | "companyFile">, { people }: Size): Promise<World> {
  const { dataDir, companyFile } = files;
  const server = await startOn(dataDir);
  try {
    const { url, setupCode, databaseUrl } = server;
    const company = await openCompany({ url, setupCode: setupCode ?? "", databaseUrl }, { people: people - 1 });
    try {
      writeFileSync(companyFile, toCsv(company.sample));
      return await makeWorld(company, databaseUrl);
    } finally {
      await company.close();
    }
  } finally {
    await server.stop();
  }
}

async function write(dataDir: string, { messages }: Size, world: World, now: Date): Promise<void> {
  const silent = { debug: () => undefined, warn: () => undefined };
  const postgres = await startEmbeddedPostgres({ dataDir, log: silent, durability: "scratch" });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await copyGroups(client, world, now);
    await fillMessages(postgres.url, messages, now);
    await settleWorld(client, world, now);
    await client.query("set maintenance_work_mem = '512MB'");
    // As autovacuum would have left it.
    await client.query("vacuum (analyze)");
    await checkWorld(client);
  } finally {
    await client.end();
    await postgres.stop();
  }
}
