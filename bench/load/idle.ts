import { memoryKb } from "../harness/cpu.ts";
import { microseconds, sleep } from "./clock.ts";
import type { IdleJob, LoadResult } from "./jobs.ts";
import { openRaw, type RawSocket } from "./raw-socket.ts";
import { createMeter, type OpenRoom, openRoom, settle, speakSteadily } from "./talk.ts";

const comeBackWithinMs = 120_000;
/** As many are on their way in at once; a listening socket keeps a few thousand waiting. */
const inFlight = 500;
const retryMs = 200;
/** Each of the loopback's addresses has ports of its own; other systems than Linux know only the first. */
const addresses = process.platform === "linux" ? ["127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"] : ["127.0.0.1"];

/** What many silent devices weigh, and how soon all of them are back. */
export async function idle(job: IdleJob): Promise<LoadResult> {
  const meter = createMeter(job);
  const rooms: OpenRoom[] = [];
  for (const room of job.rooms) rooms.push(await openRoom({ ...job, timeEvery: 1 }, room, meter));
  await sleep(job.settleSeconds * 1_000);
  const memoryBefore = memoryKb(job.serverPid);
  const crowd = createCrowd(job);
  await crowd.comeIn();
  await sleep(job.settleSeconds * 1_000);
  const memoryAfter = memoryKb(job.serverPid);
  const stormSeconds: number[] = [];
  const stop = speakSteadily(rooms, job.perSecond);
  const measured = await meter.during(async () => {
    for (let storm = 0; storm < job.storms; storm++) {
      crowd.goAway();
      stormSeconds.push(await crowd.comeIn());
    }
  });
  stop();
  await settle(rooms, meter);
  crowd.goAway();
  for (const room of rooms) room.close();
  const refusedConnections = crowd.refused();
  return { ...measured, idle: { memoryBefore, memoryAfter, stormSeconds, refusedConnections, sent: sentIn(rooms) } };
}

function sentIn(rooms: readonly OpenRoom[]): number {
  return rooms.reduce((sum, room) => sum + room.sent(), 0);
}

/** Devices that come and go together. */
function createCrowd({ url, people }: IdleJob) {
  const { hostname: host, port } = new URL(url);
  let sockets: RawSocket[] = [];
  let refused = 0;

  /** Tries until it is greeted. */
  async function enter(token: string, index: number): Promise<RawSocket> {
    for (const deadline = microseconds() + comeBackWithinMs * 1_000; ; ) {
      try {
        return await open(token, index);
      } catch (error) {
        refused += 1;
        if (microseconds() > deadline) throw error;
        await sleep(retryMs);
      }
    }
  }

  async function open(token: string, index: number): Promise<RawSocket> {
    const greeted = Promise.withResolvers<void>();
    const from = addresses[index % addresses.length] as string;
    const address = { host, port: Number(port), path: "/api/socket", token, from };
    const device = await openRaw(address, { greeted: greeted.resolve });
    device.socket.once("close", () => greeted.reject(new Error("closed before it was greeted")));
    await greeted.promise;
    return device;
  }

  return {
    /** Resolves when everybody is greeted; answers after how many seconds. */
    async comeIn(): Promise<number> {
      const startedAt = microseconds();
      const waiting = people.entries();
      const opened: RawSocket[] = [];
      const usher = async () => {
        for (const [index, token] of waiting) opened.push(await enter(token, index));
      };
      await Promise.all(Array.from({ length: inFlight }, usher));
      sockets = opened;
      return (microseconds() - startedAt) / 1e6;
    },
    goAway() {
      for (const { close } of sockets) close();
      sockets = [];
    },
    refused: () => refused,
  };
}
