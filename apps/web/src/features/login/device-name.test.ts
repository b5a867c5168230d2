import { expect, test } from "vitest";
import { deviceKind, deviceName } from "./device-name.ts";

const chromeOnWindows =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36";
const safariOnIphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

test("a device is named by browser and system", () => {
  expect(deviceName(chromeOnWindows)).toBe("Chrome · Windows");
  expect(deviceName(safariOnIphone)).toBe("Safari · iPhone");
  expect(deviceName(`${chromeOnWindows} Edg/144.0`)).toBe("Edge · Windows");
});

test("a device that tells nothing about itself still has a name", () => {
  expect(deviceName("curl/8.0")).toBe("Web");
});

test("a browser on a phone is listed as a phone", () => {
  expect(deviceKind(safariOnIphone)).toBe("phone");
  expect(deviceKind(chromeOnWindows)).toBe("web");
});
