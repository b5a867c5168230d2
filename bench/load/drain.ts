import { cpuSeconds } from "../harness/cpu.ts";
import { cpuSince, microseconds } from "./clock.ts";
import type { DrainJob, LoadResult } from "./jobs.ts";
import { openRaw, type RawSocket } from "./raw-socket.ts";

/** Reads all that the C program writes. */
export async function drain({ port, sockets, messages, serverPid }: DrainJob): Promise<LoadResult> {
  let deliveries = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen = (found: number) => {
    deliveries += found;
    if (deliveries === sockets * messages) resolve();
  };
  const receivers: RawSocket[] = [];
  for (let at = 0; at < sockets; at++) receivers.push(await openRaw({ host: "127.0.0.1", port }, { seen }));
  const serverBefore = cpuSeconds(serverPid);
  const cpu = process.cpuUsage();
  const startedAt = microseconds();
  receivers[0]?.socket.write("g");
  await promise;
  const seconds = (microseconds() - startedAt) / 1e6;
  const measured = { deliveries, acknowledged: 0, seconds, cpuSeconds: cpuSince(cpu) };
  const serverCpuSeconds = cpuSeconds(serverPid) - serverBefore;
  for (const { close } of receivers) close();
  return { ...measured, serverCpuSeconds, ackTimes: [], deliveryTimes: [] };
}
