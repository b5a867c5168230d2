import * as z from "zod/mini";
import { type CallDefinition, calls, errors } from "../src/index.ts";
import { messageFilePaths } from "./file-paths.ts";

/** Codes that any call may answer, besides its own. */
const common = ["request/invalid", "request/rate_limited", "server/unexpected", "company/not_set_up"] as const;

/** The contract as an OpenAPI 3.1 document. */
export function openApi(version: string): object {
  const paths = Object.fromEntries(
    Object.entries(calls).map(([name, definition]) => [`/api/${name}`, { post: operation(name, definition) }]),
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "Qunxin",
      version,
      description:
        "Every call is a POST with a JSON body. Sign in with identity.signIn and `hold: bearer`, then send the token as `Authorization: Bearer`. Failures carry a stable code.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    security: [{ bearer: [] }, { cookie: [] }],
    paths: { ...paths, ...filePaths, ...messageFilePaths },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        cookie: { type: "apiKey", in: "cookie", name: "qunxin_session", description: overHttps },
      },
      schemas: { Error: errorSchema },
    },
  };
}

const overHttps = "Over HTTPS its name is `__Host-qunxin_session`.";

const errorSchema = {
  type: "object",
  required: ["code", "params", "requestId"],
  properties: {
    code: { type: "string", enum: Object.keys(errors) },
    params: { type: "object" },
    requestId: { type: "string" },
  },
};

/** Routes that carry files and are therefore not calls. */
const filePaths = {
  "/api/directory/imports": {
    post: {
      operationId: "directory.upload",
      tags: ["directory"],
      summary: "Takes an import file (CSV or XLSX) as the raw body and starts its dry run. Administrators only.",
      parameters: [{ name: "fileName", in: "query", schema: { type: "string" } }],
      requestBody: {
        required: true,
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
      responses: {
        "200": {
          description: "The import; ask `directory.import` for its progress.",
          content: { "application/json": { schema: json(calls["directory.import"].output) } },
        },
      },
    },
  },
  "/api/directory/import-template.{format}": {
    get: {
      operationId: "directory.importTemplate",
      tags: ["directory"],
      summary: "The import template.",
      parameters: [
        { name: "format", in: "path", required: true, schema: { type: "string", enum: ["csv", "xlsx"] } },
        { name: "locale", in: "query", schema: { type: "string", enum: ["zh-CN", "en"] } },
      ],
      responses: { "200": { description: "The file." } },
    },
  },
  "/api/directory/initial-passwords.csv": {
    get: {
      operationId: "directory.initialPasswords",
      tags: ["directory"],
      summary: "Initial passwords of people who have not signed in yet. Administrators only.",
      responses: { "200": { description: "CSV with a header line." } },
    },
  },
};

function operation(name: string, { summary, access, kind, input, output, errors: codes }: CallDefinition): object {
  return {
    operationId: name,
    tags: [name.split(".")[0]],
    summary,
    "x-access": access,
    "x-kind": kind,
    ...(access === "public" || access === "setup" ? { security: [] } : {}),
    requestBody: { required: true, content: { "application/json": { schema: json(input, "input") } } },
    responses: {
      "200": { description: "Done.", content: { "application/json": { schema: json(output) } } },
      ...failures([
        ...common,
        ...(access === "public" || access === "setup" ? [] : (["identity/signed_out"] as const)),
        ...codes,
      ]),
    },
  };
}

function failures(codes: readonly (keyof typeof errors)[]): object {
  const byStatus = Map.groupBy(codes, (code) => errors[code].status);
  const responses = [...byStatus].toSorted(([a], [b]) => a - b);
  return Object.fromEntries(
    responses.map(([status, group]) => [
      String(status),
      {
        description: [...new Set(group)].map((code) => `\`${code}\`: ${errors[code].summary}`).join(" "),
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    ]),
  );
}

function json(schema: z.ZodMiniType, io: "input" | "output" = "output"): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, override: dropFormatPatterns }) as Record<
    string,
    unknown
  >;
  return rest;
}

/** A named format says it all; the pattern behind it would triple the document. */
function dropFormatPatterns({ jsonSchema }: { jsonSchema: { format?: unknown; pattern?: unknown } }): void {
  if (jsonSchema.format) delete jsonSchema.pattern;
}
