import { BlockList, isIP } from "node:net";
import { StartProblem } from "../platform/postgres/index.ts";

/** Whether pages at an address, or at a name whose addresses are judged later, may be fetched from that port. */
export type LinkException = (host: string, port: number) => boolean;

/**
 * Reads which networks of the company's own cards of links may be fetched from: `10.20.0.0/16`, `10.3.1.7:8080`,
 * `[fd00::1]:*`, separated by commas. Without a port 80 and 443 are meant, with `*` all. Names are not taken: whoever
 * rules a name's records would rule where the server connects to.
 * @throws start/option_invalid naming the part that cannot be read
 */
export function parseLinkNetworks(text: string): LinkException {
  const networks = text.split(",").map((part) => networkOf(part.trim()));
  return (host, port) =>
    networks.some(({ holds, ports }) => (ports === "all" || ports.includes(port)) && (!isIP(host) || holds(host)));
}

interface Network {
  holds(address: string): boolean;
  readonly ports: readonly number[] | "all";
}

const usualPorts = [80, 443];
const form = /^(?:\[([0-9a-f:.]+)(?:\/(\d+))?\]|([0-9a-f:]*:[0-9a-f:.]*|[\d.]+)(?:\/(\d+))?)(?::(\d+|\*))?$/i;

function networkOf(part: string): Network {
  const found = form.exec(part);
  const address = found?.[1] ?? found?.[3] ?? "";
  const family = isIP(address);
  const bits = Number(found?.[2] ?? found?.[4] ?? (family === 4 ? 32 : 128));
  const port = found?.[5];
  if (family === 0 || bits > (family === 4 ? 32 : 128) || Number(port) > 65_535) {
    throw new StartProblem("start/option_invalid", `"${part}" is no network such as 10.20.0.0/16 or 10.3.1.7:8080.`);
  }
  const list = new BlockList();
  list.addSubnet(address, bits, family === 4 ? "ipv4" : "ipv6");
  return {
    holds: (other) => list.check(other, isIP(other) === 4 ? "ipv4" : "ipv6"),
    ports: port === undefined ? usualPorts : port === "*" ? "all" : [Number(port)],
  };
}
