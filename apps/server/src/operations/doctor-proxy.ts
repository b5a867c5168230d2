import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { doubtful, type Finding, fine, wrong } from "./doctor-finding.ts";

const timeoutMs = 10_000;

/** Whether WebSockets come through the proxy: ours refuses one without a session by a 401 in its own words. */
export async function lookThroughProxy(url: string | undefined): Promise<Finding> {
  if (!url) return fine("proxy", "Not looked at; name the address people use with --url https://…");
  const guide = 'See "Behind a reverse proxy" in the installation guide.';
  try {
    const { status, body } = await askForSocket(new URL("/api/socket", url));
    if (status === 401 && body.includes("identity/signed_out"))
      return fine("proxy", `WebSockets reach Qunxin at ${url}.`);
    return wrong("proxy", `A WebSocket at ${url} is answered with ${status}, not by Qunxin.`, guide);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return doubtful("proxy", `${url} is not reached from here (${code ?? message}).`, guide);
  }
}

function askForSocket(url: URL): Promise<{ status: number; body: string }> {
  const ask = url.protocol === "https:" ? httpsRequest : httpRequest;
  const headers = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": randomBytes(16).toString("base64"),
  };
  return new Promise((done, failed) => {
    const asking = ask(url, { headers, signal: AbortSignal.timeout(timeoutMs) }, async (answer) => {
      let body = "";
      for await (const piece of answer.setEncoding("utf8")) body += piece;
      done({ status: answer.statusCode ?? 0, body });
    });
    asking.on("upgrade", (answer, socket) => {
      socket.destroy();
      done({ status: answer.statusCode ?? 101, body: "" });
    });
    asking.on("error", failed).end();
  });
}
