import { Readable } from "node:stream";
import { Failure, type ImportStatus, type Locale } from "@qunxin/protocol";
import type { FastifyInstance } from "fastify";
import type { Actor } from "../../platform/caller.ts";
import { isWhole } from "../broken-text.ts";
import { type Authenticate, administratorOf } from "./who.ts";

/** Files that calls cannot carry: the import's upload, its template, the list of initial passwords. */
export interface DirectoryFiles {
  receiveImport(actor: Actor, fileName: string, bytes: Readable): Promise<ImportStatus>;
  importTemplate(format: "csv" | "xlsx", locale: Locale): Uint8Array;
  initialPasswords(): AsyncIterable<string>;
}

export function mountDirectoryFiles(app: FastifyInstance, files: DirectoryFiles, authenticate: Authenticate): void {
  app.register(async (scope) => {
    // The body of an upload is taken as a stream, whatever type it claims.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post<{ Querystring: { fileName?: unknown } }>(
      "/api/directory/imports",
      { bodyLimit: 256 * 1024 * 1024 },
      async (request, reply) => {
        const actor = await administratorOf(request, authenticate);
        const body = request.body instanceof Readable ? request.body : request.raw;
        return reply.send(await files.receiveImport(actor, fileNameOf(request.query.fileName), body));
      },
    );
  });
  app.get<{ Params: { format: string }; Querystring: { locale?: string } }>(
    "/api/directory/import-template.:format",
    async (request, reply) => {
      const format = request.params.format === "xlsx" ? "xlsx" : "csv";
      const bytes = files.importTemplate(format, request.query.locale === "en" ? "en" : "zh-CN");
      const type = format === "xlsx" ? xlsxType : "text/csv; charset=utf-8";
      return reply.headers(download(type, `qunxin-import-template.${format}`)).send(Buffer.from(bytes));
    },
  );
  app.get("/api/directory/initial-passwords.csv", async (request, reply) => {
    await administratorOf(request, authenticate);
    reply.headers(download("text/csv; charset=utf-8", "qunxin-initial-passwords.csv"));
    return reply.header("cache-control", "no-store").send(Readable.from(files.initialPasswords()));
  });
}

/** The name an upload goes by; it only labels it. @throws request/invalid */
function fileNameOf(given: unknown): string {
  if (given === undefined) return "import";
  if (typeof given === "string" && isWhole(given)) return given;
  throw new Failure("request/invalid", { issues: [{ path: "fileName", message: "Not a file name" }] });
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

function download(type: string, name: string): Record<string, string> {
  return { "content-type": type, "content-disposition": `attachment; filename="${name}"` };
}
