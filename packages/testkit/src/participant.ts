import { type Client, createClient } from "@qunxin/client";
import { nodeTransport } from "@qunxin/client/node";
import type { ConversationId, PrincipalId } from "@qunxin/protocol";
import { until } from "./until.ts";

/** Somebody at a device of their own: a real client on a real socket. */
export interface Participant {
  readonly id: PrincipalId;
  readonly account: string;
  readonly token: string;
  readonly client: Client;
  /** Cuts the socket as a broken network would. */
  cut(): void;
  stop(): void;
}

/** Opens a device for a session and waits until it is online and shows its conversations. */
export async function openDevice(
  url: string,
  session: { id: string; account: string; token: string },
): Promise<Participant> {
  const transport = nodeTransport({ bearer: session.token });
  const client = createClient({ baseUrl: url, transport });
  await client.start();
  await until(
    `${session.account} to be online`,
    () => {
      const { state } = client.session.getSnapshot();
      if (state !== "signed_in") return `the session is ${state}`;
      if (client.connection.getSnapshot() !== "online") return "the socket";
      return client.conversations.getSnapshot().ready ? null : "the conversation list";
    },
    { timeoutMs: 30_000 },
  );
  return {
    id: session.id as PrincipalId,
    account: session.account,
    token: session.token,
    client,
    cut: transport.cutSockets,
    stop: client.stop,
  };
}

/** Whether the server lets a socket in with this session. */
export function socketOpens(url: string, token: string): Promise<boolean> {
  const socket = nodeTransport({ bearer: token }).openSocket(`${url.replace(/^http/, "ws")}/api/socket`);
  return new Promise((done) => {
    socket.onopen = () => {
      done(true);
      socket.close();
    };
    socket.onclose = () => done(false);
  });
}

/** Sends a text and waits until the server has stored it; answers its seq. */
export async function say(
  { client }: Pick<Participant, "client">,
  conversationId: ConversationId,
  text: string,
  more: { mentions?: PrincipalId[]; mentionAll?: boolean; replyToSeq?: number } = {},
): Promise<number> {
  const { mentions = [], mentionAll = false, replyToSeq = null } = more;
  const clientId = client.timelines.send(conversationId, { text, mentions, mentionAll, replyToSeq });
  return (await client.timelines.sent(conversationId, clientId)).seq;
}

/** Waits until this device shows a message with that text. */
export async function sees(
  { client, account }: Participant,
  conversationId: ConversationId,
  text: string,
): Promise<void> {
  client.timelines.open(conversationId);
  await until(`${account} to see "${text}"`, () => {
    const { state, rows } = client.timelines.of(conversationId).getSnapshot();
    if (state !== "ready") return `the timeline is ${state}`;
    const shown = rows.some(
      (row) => row.state === "stored" && row.entry.body.kind === "message" && row.entry.body.text === text,
    );
    return shown ? null : `it, among ${rows.length} rows`;
  });
}
