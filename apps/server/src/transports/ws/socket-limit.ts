import { Failure, limits, type PrincipalId } from "@qunxin/protocol";
import type { WebSocket } from "ws";
import { networkOf } from "../../platform/attempt-limit.ts";
import { isLoopback } from "../loopback.ts";

/** How many sockets may stand at once on this node. */
export interface SocketLimits {
  readonly perPerson: number;
  /** Of one address; a proxy on this machine that does not say whom it speaks for is not counted. */
  readonly perAddress: number;
}

export const socketLimits: SocketLimits = { perPerson: limits.socketsPerPerson, perAddress: limits.socketsPerAddress };

export interface SocketCount {
  /** @throws request/too_many_sockets */
  judge(personId: PrincipalId, address: string): void;
  /** Counts a socket for as long as it stands. */
  add(ws: WebSocket, personId: PrincipalId, address: string): void;
}

/** Keeps one person, or one place, from taking the sockets of all. */
export function createSocketCount({ perPerson, perAddress }: SocketLimits): SocketCount {
  const standing = new Map<string, number>();
  const count = (key: string, by: number) => {
    const left = (standing.get(key) ?? 0) + by;
    if (left > 0) standing.set(key, left);
    else standing.delete(key);
  };
  const full = (key: string, max: number) => (standing.get(key) ?? 0) >= max;

  return {
    judge(personId, address) {
      if (full(personId, perPerson)) throw new Failure("request/too_many_sockets");
      if (!isLoopback(address) && full(networkOf(address), perAddress)) throw new Failure("request/too_many_sockets");
    },
    add(ws, personId, address) {
      const keys = [personId, networkOf(address)];
      for (const key of keys) count(key, 1);
      ws.once("close", () => {
        for (const key of keys) count(key, -1);
      });
    },
  };
}
