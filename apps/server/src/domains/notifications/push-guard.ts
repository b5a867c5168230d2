import { type LookupAddress, lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Which addresses the server may send pushes to. Tests put their own service in. */
export interface PushGuard {
  /** Whether such an endpoint may be stored at all. */
  allows(endpoint: string): boolean;
  /** Resolves names for a connection, and refuses those that lead inside: judged at the moment of connecting. */
  readonly lookup: LookupFunction;
}

const inside = new BlockList();
for (const [address, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  inside.addSubnet(address, bits, "ipv4");
}
// Of IPv6 only global unicast is outside; within it, what carries an IPv4 address or documents is not.
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
for (const [address, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  inside.addSubnet(address, bits, "ipv6");
}

/** Whether an address belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !inside.check(address, "ipv4");
  return family === 6 && global6.check(address, "ipv6") && !inside.check(address, "ipv6");
}

/** Only https to public hosts on the usual port. */
export const publicHosts: PushGuard = {
  allows(endpoint) {
    const url = URL.parse(endpoint);
    if (url?.protocol !== "https:" || url.username || url.password || url.port) return false;
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host)) return isPublicAddress(host);
    return host.includes(".") && !/\.(local|localhost|internal|lan|home\.arpa)\.?$/.test(host);
  },
  lookup(hostname, options, done) {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, "");
      const open = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = open;
      if (!first || open.length < addresses.length) return done(new Error(`${hostname} leads inside`), "");
      if (options.all) return done(null, open as LookupAddress[]);
      done(null, first.address, first.family);
    });
  },
};
