import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { isAdministrationPage } from "../administration.ts";

/**
 * Serves the built web client from `webDir`; unknown paths get its page, since routes live in the browser. `filesFrom`:
 * another origin that gives the bytes of files.
 */
export async function serveWeb(app: FastifyInstance, webDir: string, filesFrom: string | null): Promise<void> {
  const page = join(webDir, "index.html");
  if (!existsSync(page)) return;
  const policy = contentPolicy(filesFrom ?? "");
  await app.register(fastifyStatic, {
    root: webDir,
    wildcard: false,
    // The build lays them beside the plain files.
    preCompressed: true,
    // Names under /assets/ carry a hash of their content: they never change.
    setHeaders(reply, path) {
      const kept = path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
      reply.headers({ "cache-control": kept, "content-security-policy": policy });
    },
  });
  app.setNotFoundHandler((request, reply) => {
    const asksForPage = request.method === "GET" && !/^\/(api|assets)(\/|$)/.test(request.url);
    const hidden = !app.administration && isAdministrationPage(request.url);
    if (!asksForPage || hidden) return reply.code(404).send({ error: "not found" });
    return reply.header("cache-control", "no-cache").sendFile("index.html");
  });
}

/** The one constant style sheet that a library (the select of radix-ui) writes into the page, by hash. */
const selectViewportStyle = "'sha256-441zG27rExd4/il+NvIqyL8zFx5XmyNQtE381kSkUJk='";

/**
 * Scripts and styles only from our own files: nothing inline, nothing evaluated. (React and the libraries set styles
 * through the object model, which a policy does not judge; the theme before first paint is a file of its own.)
 */
function contentPolicy(filesFrom: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' ${selectViewportStyle}`,
    `img-src 'self' data: blob: ${filesFrom}`.trim(),
    `media-src 'self' blob: ${filesFrom}`.trim(),
    `connect-src 'self' ${filesFrom}`.trim(),
    // Documents, in the browser's own viewer; nothing else of ours may be framed.
    `frame-src 'self' ${filesFrom}`.trim(),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
