import fc from "fast-check";
import { expect, test } from "vitest";
import { bareFrame, sendCall, wireBytes } from "./messages.ts";
import { marker, scanner } from "./scan.ts";

const entry = (dueAt: number) => `{"k":"entries","e":[{"text":"${marker}${String(dueAt).padStart(16, "0")}要点"}]}`;
const answer = (id: number) => `{"k":"ok","id":${id},"output":{"seq":1}}`;

/** Hands the text over in pieces cut at these places. */
function inPieces(text: string, cuts: readonly number[], take: (bytes: Buffer) => void): void {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b);
  for (const [index, from] of [0, ...places].entries()) {
    const piece = bytes.subarray(from, places[index] ?? bytes.length);
    if (piece.length) take(piece);
  }
}

test("every message and every answer is found once, wherever the stream is cut", () => {
  const dues = fc.array(fc.integer({ min: 0, max: 9e15 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(dues, fc.array(fc.nat(), { maxLength: 12 }), (due, cuts) => {
      const stamps: number[] = [];
      const ids: number[] = [];
      const scan = scanner({ stamped: (at) => stamps.push(at), answered: (id) => ids.push(id) });
      inPieces(due.map((at, index) => answer(index + 1) + entry(at)).join(""), cuts, scan);
      expect(stamps).toEqual(due);
      expect(ids).toEqual(due.map((_, index) => index + 1));
    }),
  );
});

test("messages are counted however they are cut", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.nat(), { maxLength: 12 }), (messages, cuts) => {
      let counted = 0;
      const scan = scanner({ seen: (found) => (counted += found) });
      inPieces(Array.from({ length: messages }, () => entry(1_764_334_000_000_000)).join(""), cuts, scan);
      expect(counted).toBe(messages);
    }),
  );
});

test("what a bare server sends on is as long as what the real one makes of a message", () => {
  const dueAt = 1_764_334_000_000_000;
  expect(Buffer.byteLength(bareFrame(dueAt))).toBe(wireBytes - 4);
  expect(sendCall(7, "01a22243-aea1-7328-9d9e-53cd263583e0", dueAt)).toContain(`${marker}${dueAt}`);
});

test("a refused call is told with its words", () => {
  const refused: string[] = [];
  const scan = scanner({ refused: (text) => refused.push(text) });
  scan(Buffer.from('{"k":"fail","id":3,"error":{"code":"messages/muted"}}'));
  expect(refused).toEqual(['{"k":"fail","id":3,"error":{"code":"messages/muted"}}']);
});
