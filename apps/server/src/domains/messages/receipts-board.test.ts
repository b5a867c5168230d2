import type { PrincipalId } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { createBoard, type Reader } from "./receipts-board.ts";

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}` as PrincipalId;

test("a board counts reads by the logarithm of what is watched, whole stays and holes between them included", () => {
  const readers: Reader[] = [
    { id: id(1), readSeq: 9, stays: [{ from: 1, to: Number.MAX_SAFE_INTEGER }] },
    { id: id(2), readSeq: 0, stays: [{ from: 1, to: Number.MAX_SAFE_INTEGER }] },
    {
      id: id(3),
      readSeq: 8,
      stays: [
        { from: 1, to: 5 },
        { from: 8, to: Number.MAX_SAFE_INTEGER },
      ],
    },
  ];
  const seqs = [3, 6, 9];
  const board = createBoard(
    readers,
    seqs.map((seq) => ({ seq, author: id(1), confirmed: null })),
  );
  expect(board.receipts()).toEqual([
    { seq: 3, unread: 1, read: 1 },
    { seq: 6, unread: 1, read: 0 },
    { seq: 9, unread: 2, read: 0 },
  ]);
  board.moved(id(2), 6);
  board.moved(id(2), 4);
  board.moved(id(9), 9);
  board.moved(id(3), 9);
  expect(board.receipts()).toEqual([
    { seq: 3, unread: 0, read: 2 },
    { seq: 6, unread: 0, read: 1 },
    { seq: 9, unread: 1, read: 1 },
  ]);
});

test("of a message to be confirmed, unread, read and confirmed are three states that add up", () => {
  const everywhere = [{ from: 1, to: Number.MAX_SAFE_INTEGER }];
  const readers = [1, 2, 3, 4].map((n) => ({ id: id(n), readSeq: n === 2 ? 5 : 0, stays: everywhere }));
  const board = createBoard(readers, [{ seq: 5, author: id(1), confirmed: new Set([id(8)]) }]);
  expect(board.receipts()).toEqual([{ seq: 5, unread: 2, read: 1, confirmed: 0 }]);
  board.confirmed(id(2), 5);
  board.moved(id(3), 5);
  board.confirmed(id(4), 5);
  expect(board.receipts()).toEqual([{ seq: 5, unread: 0, read: 1, confirmed: 2 }]);
});
