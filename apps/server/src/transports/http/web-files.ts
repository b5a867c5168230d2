import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/**
 * Serves the built web client from `webDir`; unknown paths get its page, since routes live in the browser. `filesFrom`:
 * another origin that gives the bytes of files.
 */
export async function serveWeb(app: FastifyInstance, webDir: string, filesFrom: string | null): Promise<void> {
  const page = join(webDir, "index.html");
  if (!existsSync(page)) return;
  const policy = contentPolicy(readFileSync(page, "utf8"), filesFrom ?? "");
  await app.register(fastifyStatic, {
    root: webDir,
    wildcard: false,
    // Names under /assets/ carry a hash of their content: they never change.
    setHeaders: (reply, path) =>
      void reply.header(
        "cache-control",
        path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      ),
  });
  app.addHook("onSend", async (_request, reply) => {
    // Files that people sent bring a stricter one.
    if (!reply.hasHeader("content-security-policy")) reply.header("content-security-policy", policy);
  });
  app.setNotFoundHandler((request, reply) => {
    const asksForPage = request.method === "GET" && !/^\/(api|assets)(\/|$)/.test(request.url);
    if (!asksForPage) return reply.code(404).send({ error: "not found" });
    return reply.header("cache-control", "no-cache").sendFile("index.html");
  });
}

/** Scripts only from us, plus the inline ones the page was built with (theme before first paint), by hash. */
function contentPolicy(page: string, filesFrom: string): string {
  const inline = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => {
    return `'sha256-${createHash("sha256")
      .update(code ?? "")
      .digest("base64")}'`;
  });
  return [
    "default-src 'self'",
    `script-src 'self' ${inline.join(" ")}`.trim(),
    // The list and pop-over libraries position by style attributes.
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob: ${filesFrom}`.trim(),
    `media-src 'self' blob: ${filesFrom}`.trim(),
    `connect-src 'self' ${filesFrom}`.trim(),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
