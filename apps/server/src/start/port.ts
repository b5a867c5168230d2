import { createServer } from "node:net";
import { errorCode, StartProblem } from "../platform/postgres/index.ts";

/**
 * Binds the port for a moment, so that a busy one is reported before the database has been started.
 * @throws start/port_in_use, start/port_not_allowed, start/host_unknown
 */
export async function probePort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((done, fail) => {
      server.once("error", fail).listen({ host, port }, done);
    });
  } catch (error) {
    throw portProblem(error, host, port) ?? error;
  } finally {
    server.close();
  }
}

/** The start problem behind an error of listening, or undefined if it is another error. */
export function portProblem(error: unknown, host: string, port: number): StartProblem | undefined {
  switch (errorCode(error)) {
    case "EADDRINUSE":
      return problem("start/port_in_use", `Port ${port} is in use by another program. Choose another with --port N.`);
    case "EACCES":
      return problem("start/port_not_allowed", `This user may not listen on port ${port}. Choose one above 1023.`);
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return problem("start/host_unknown", `This machine has no address ${host}. Choose another with --host ADDRESS.`);
    default:
      return undefined;
  }

  function problem(code: StartProblem["code"], message: string): StartProblem {
    return new StartProblem(code, message, { cause: error });
  }
}
