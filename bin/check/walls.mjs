// The walls of the house: which room may import what. Proven one by one in walls.test.mjs.
// Our own forty lines over oxc's import lists, because dependency-cruiser cannot read TypeScript 7 (docs/adr).
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** From left to right: a domain may import the index.ts of those to its left. */
const domains = [
  "company",
  "directory",
  "identity",
  "files",
  "log",
  "groups",
  "messages",
  "search",
  "notifications",
  "onboarding",
];

/**
 * Every rule whose `files` match an importing file must allow the import, written as a path of this repository, as
 * `npm:package` or as `node:module`. `types` are allowed in addition for `import type`.
 */
const rules = [
  rule("protocol imports zod only", /^packages\/protocol\/src\//, [/^packages\/protocol\/src\//, /^npm:zod$/]),
  rule("client imports protocol only, and sockets in node.ts", /^packages\/client\/src\/(?!node\.ts)/, [
    /^packages\/(client|protocol)\/src\//,
  ]),
  rule("client imports protocol only, and sockets in node.ts", /^packages\/client\/src\/node\.ts/, [
    /^packages\/(client|protocol)\/src\//,
    /^npm:ws$/,
    /^node:/,
  ]),
  rule("web imports client, protocol and libraries of the browser", /^apps\/web\/src\//, [
    /^apps\/web\/src\//,
    /^packages\/(client|protocol)\/src\/index\.ts$/,
    /^npm:(?!pg$|kysely$|fastify$|ws$|@qunxin)/,
  ]),
  ...domains.map((domain, index) =>
    rule("a domain imports protocol, platform, and the index.ts of domains to its left", domainFiles(domain), [
      new RegExp(`^apps/server/src/domains/${domain}/`),
      new RegExp(`^apps/server/src/domains/(${domains.slice(0, index).join("|") || "(?!)"})/index\\.ts$`),
      /^apps\/server\/src\/platform\/(?!.*testing)/,
      /^packages\/protocol\/src\/index\.ts$/,
      ...(domain === "onboarding" ? [/^packages\/sample-company\/src\/index\.ts$/] : []),
      /^(npm|node):/,
    ]),
  ),
  rule("the sample company stands alone", /^packages\/sample-company\/src\//, [/^packages\/sample-company\/src\//]),
  rule("rules.ts is pure: types of its domain, protocol and other rules", /^apps\/server\/src\/domains\/.*rules\.ts$/, {
    all: [/^packages\/protocol\/src\/index\.ts$/, /^apps\/server\/src\/domains\/.*rules\.ts$/],
    types: [/^apps\/server\/src\//],
  }),
  rule("only store.ts speaks SQL", /^apps\/server\/src\/(domains|transports)\/(?!.*store\.ts$|.*\/store\/)/, [
    /^(?!npm:(pg|kysely)$)/,
  ]),
  rule("a transport imports the index.ts of domains, protocol and platform", /^apps\/server\/src\/transports\//, [
    /^apps\/server\/src\/transports\//,
    /^apps\/server\/src\/domains\/[^/]+\/index\.ts$/,
    /^apps\/server\/src\/platform\/(?!.*testing)/,
    /^packages\/protocol\/src\/index\.ts$/,
    /^(npm|node):/,
  ]),
  rule("platform knows no business", /^apps\/server\/src\/platform\//, [
    /^apps\/server\/src\/platform\//,
    /^packages\/protocol\/src\/index\.ts$/,
    /^(npm|node):/,
  ]),
  rule(
    "testkit, scenarios and bench stand on client, protocol and the server's entries",
    /^(packages\/testkit|tests|bench)\//,
    [
      /^(packages\/testkit|tests|bench)\//,
      /^packages\/(client|protocol|sample-company)\/src\//,
      /^apps\/server\/src\/(main|testing)\.ts$/,
      /^(npm|node):/,
    ],
  ),
];

/** All breaches in this checkout, one line each; an unknown domain is one too. */
export function checkWalls() {
  const files = sources();
  const modules = new Map(files.map((file) => [file, importsOf(file, readFileSync(join(root, file), "utf8"))]));
  const unknown = new Set(files.map((file) => /^apps\/server\/src\/domains\/([^/]+)\//.exec(file)?.[1]));
  return [
    ...[...unknown]
      .filter((name) => name && !domains.includes(name))
      .map((name) => `${name}: give this domain a place in bin/check/walls.mjs`),
    ...[...modules].flatMap(([file, imports]) => breachesOf(file, imports)),
    ...cycles(modules),
  ];
}

/** The breaches of one file, given its text. Tests may look into every room of the server, not across to the web. */
export function breaches(file, text) {
  return breachesOf(file, importsOf(file, text));
}

/** Files that load each other in a circle, as a line per circle; types do not count, they are gone at run time. */
export function cycles(modules) {
  const found = [];
  const done = new Set();
  const visit = (file, path) => {
    const start = path.indexOf(file);
    if (start >= 0) found.push(`circle: ${[...path.slice(start), file].join(" → ")}`);
    if (start >= 0 || done.has(file)) return;
    for (const { target, typeOnly } of modules.get(file) ?? []) if (!typeOnly) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of modules.keys()) visit(file, []);
  return found;
}

function breachesOf(file, imports) {
  if (/(\.test|[./]testing)\.tsx?$/.test(file)) return [];
  return rules
    .filter(({ files }) => files.test(file))
    .flatMap(({ name, all, types }) =>
      imports
        .filter(({ target, typeOnly }) => ![...all, ...(typeOnly ? types : [])].some((allowed) => allowed.test(target)))
        .map(({ target }) => `${file} imports ${target}: ${name}`),
    );
}

function rule(name, files, allowed) {
  return Array.isArray(allowed) ? { name, files, all: allowed, types: [] } : { name, files, ...allowed };
}

function domainFiles(domain) {
  return new RegExp(`^apps/server/src/domains/${domain}/`);
}

function importsOf(file, text) {
  const { module } = parseSync(file, text);
  const statics = module.staticImports.map(({ moduleRequest, entries }) => ({
    target: resolve(file, moduleRequest.value),
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const exports = module.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ moduleRequest }) => moduleRequest)
    .map(({ moduleRequest, isType }) => ({ target: resolve(file, moduleRequest.value), typeOnly: isType }));
  const dynamics = module.dynamicImports
    .map(({ moduleRequest }) => /^["'`]([^"'`$]+)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1])
    .filter((name) => name !== undefined)
    .map((name) => ({ target: resolve(file, name), typeOnly: false }));
  return [...statics, ...exports, ...dynamics];
}

/** What each workspace offers others, from name to file. */
const workspaces = Object.fromEntries(
  ["apps/server", "packages/client", "packages/protocol", "packages/sample-company", "packages/testkit"].flatMap(
    (path) => {
      const { name, exports } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));
      return Object.entries(exports).map(([entry, file]) => [posix.join(name, entry), posix.join(path, file)]);
    },
  ),
);

function resolve(file, name) {
  if (name.startsWith(".")) return posix.join(posix.dirname(file), name.split("?")[0]);
  if (name.startsWith("node:")) return name;
  if (name in workspaces) return workspaces[name];
  return `npm:${name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/")}`;
}

function sources() {
  return ["apps", "packages", "tests", "bench"]
    .flatMap((top) =>
      readdirSync(join(root, top), { recursive: true }).map((path) => posix.join(top, path.replaceAll("\\", "/"))),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path));
}
