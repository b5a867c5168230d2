import { expect, test } from "vitest";
import { parseLinkNetworks } from "./link-networks.ts";

test("cards of links may be fetched from the networks that are named, on the usual ports unless others are", () => {
  const allows = parseLinkNetworks("10.20.0.0/16, 10.3.1.7:8080, [fd00::/8]:*, fd12::1");
  expect(allows("10.20.255.1", 443)).toBe(true);
  expect(allows("10.20.255.1", 8080)).toBe(false);
  expect(allows("10.21.0.1", 443)).toBe(false);
  expect(allows("10.3.1.7", 8080)).toBe(true);
  expect(allows("10.3.1.7", 80)).toBe(false);
  expect(allows("fd00::7", 9_000)).toBe(true);
  expect(allows("127.0.0.1", 80)).toBe(false);
  expect(allows("169.254.169.254", 80)).toBe(false);
});

test("a name passes with a port that some network has; its addresses are judged when it is connected to", () => {
  const allows = parseLinkNetworks("10.3.1.7:8080");
  expect(allows("wiki.corp", 8080)).toBe(true);
  expect(allows("wiki.corp", 9090)).toBe(false);
});

test("what is no network is refused with its words", () => {
  for (const wrong of ["wiki.corp", "10.20.0.0/33", "10.0.0.1:70000", "10.0.0", "", "fd00::/129"]) {
    expect(() => parseLinkNetworks(`10.0.0.1,${wrong}`), wrong).toThrow(`"${wrong}" is no network`);
  }
});
