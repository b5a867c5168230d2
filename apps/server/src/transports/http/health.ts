import { type FastifyInstance, fastify } from "fastify";
import type { Health } from "../../platform/readiness.ts";

/** `GET /healthz`: restart it when not; `GET /readyz`: send it nothing while not, with the reasons in words. */
export function mountHealth(app: FastifyInstance, { healthy, readiness }: Health): void {
  app.get("/healthz", async (_request, reply) => {
    const fine = await healthy();
    return reply.code(fine ? 200 : 503).send({ healthy: fine });
  });
  app.get("/readyz", async (_request, reply) => {
    const reasons = await readiness.ask();
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons });
  });
}

/** A door of its own for whoever watches: figures are nobody else's business, and a mere worker has no other door. */
export async function openMetricsDoor(
  at: { host: string; port: number },
  health: Health,
  metrics: () => Promise<string>,
): Promise<FastifyInstance> {
  const app = fastify({ logger: false, forceCloseConnections: true });
  mountHealth(app, health);
  app.get("/metrics", async (_request, reply) => {
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics());
  });
  await app.listen({ ...at, exclusive: true });
  return app;
}
