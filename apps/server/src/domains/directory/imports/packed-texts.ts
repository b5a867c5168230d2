/** Very many texts by number, in a fraction of what as many strings take, and without what they were cut from. */
export interface PackedTexts {
  add(text: string): void;
  at(index: number): string | undefined;
}

const blockBytes = 1024 * 1024;
/** Of each text: its block, where it begins there, how many bytes it has. */
const perText = 3;

export function createPackedTexts(): PackedTexts {
  const blocks: Buffer[] = [];
  let used = 0;
  let places = new Uint32Array(perText * 1_024);
  let count = 0;

  /** A block with room for so many bytes; a text never stands in two. */
  function blockFor(bytes: number): Buffer {
    const last = blocks.at(-1);
    if (last && used + bytes <= last.length) return last;
    const block = Buffer.allocUnsafeSlow(Math.max(blockBytes, bytes));
    blocks.push(block);
    used = 0;
    return block;
  }

  return {
    add(text) {
      const bytes = Buffer.byteLength(text);
      const block = blockFor(bytes);
      block.write(text, used);
      if ((count + 1) * perText > places.length) {
        const larger = new Uint32Array(places.length * 2);
        larger.set(places);
        places = larger;
      }
      places.set([blocks.length - 1, used, bytes], count * perText);
      used += bytes;
      count += 1;
    },
    at(index) {
      if (!Number.isInteger(index) || index < 0 || index >= count) return undefined;
      const [block = 0, start = 0, bytes = 0] = places.subarray(index * perText, (index + 1) * perText);
      return blocks[block]?.toString("utf8", start, start + bytes);
    },
  };
}
