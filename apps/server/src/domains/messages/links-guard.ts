import { lookup as systemLookup } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Why a page may not be looked at. */
export class Refused extends Error {}

export interface LinkGuard {
  /** Judges scheme, port, credentials and, where the host is an address itself, that address. @throws Refused */
  judgeUrl(url: URL): void;
  /** Resolves a name for a connection to that port; only judged addresses are answered: what is judged is connected to. */
  lookupFor(port: number): LookupFunction;
  /** Whether a connection may stand to this address. */
  allows(address: string, port: number): boolean;
}

export interface GuardOptions {
  /** Names to addresses; the system's resolver unless told otherwise. */
  readonly resolve?: (host: string) => Promise<readonly { address: string; family: number }[]>;
  /** Lets tests reach a server of their own; asked before every refusal of an address (or name) and port. */
  readonly exception?: (address: string, port: number) => boolean;
}

/**
 * Keeps the server from being used to look into the network it stands in. The address is judged at the connection, not
 * before, since a name may resolve otherwise the next time; a name with any address that is not public is refused.
 */
export function createLinkGuard({ resolve = resolveAll, exception = () => false }: GuardOptions = {}): LinkGuard {
  const allows = (address: string, port: number) =>
    (isPublic(address) && publicPorts.has(port)) || exception(address, port);
  return {
    allows,
    judgeUrl(url) {
      if (url.protocol !== "http:" && url.protocol !== "https:") throw new Refused("scheme");
      if (url.username !== "" || url.password !== "") throw new Refused("credentials");
      const host = bareHost(url);
      const port = portOf(url);
      if (isIP(host) ? !allows(host, port) : !publicPorts.has(port) && !exception(host, port)) {
        throw new Refused("address or port");
      }
    },
    lookupFor:
      (port) =>
      (host, { all = false }, done) => {
        resolve(host).then(
          (found) => {
            const [first] = found;
            if (!first || !found.every(({ address }) => allows(address, port))) {
              return done(new Refused("address"), "", 0);
            }
            if (all) return done(null, [...found]);
            return done(null, first.address, first.family);
          },
          (error) => done(error, "", 0),
        );
      },
  };
}

/** The host of a URL as the resolver takes it: IPv6 without brackets. */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

/** The port that a URL leads to. */
export function portOf({ port, protocol }: URL): number {
  if (port !== "") return Number(port);
  return protocol === "https:" ? 443 : 80;
}

const publicPorts = new Set([80, 443]);
const resolveAll = (host: string) => systemLookup(host, { all: true });

/** Whether an address belongs to the public network. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !reserved4.check(address, "ipv4");
  // Zones name interfaces of this machine; mapped and translated IPv4 lie outside 2000::/3 and are refused with the rest.
  if (family !== 6 || address.includes("%")) return false;
  return global6.check(address, "ipv6") && !reserved6.check(address, "ipv6");
}

/** IANA's special-purpose registry for IPv4: this host, private, shared (CGNAT), loopback, link-local, tests, multicast. */
const reserved4 = listOf("ipv4", [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
]);

/** The only block of IPv6 given out to the public network. */
const global6 = listOf("ipv6", [["2000::", 3]]);
/** Teredo and other protocol assignments, documentation, 6to4 (which carries any IPv4 within). */
const reserved6 = listOf("ipv6", [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
]);

function listOf(family: "ipv4" | "ipv6", subnets: readonly [string, number][]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of subnets) list.addSubnet(address, bits, family);
  return list;
}
