/** What was written before, in the order in which it was come upon; null while nothing is being written. */
let pieces: Buffer[] | null = null;

/** Stands for a piece until it is put in its place: texts of people hold no NUL, and nothing else gives this in JSON. */
const mark = "\u0000";
const markInJson = JSON.stringify(mark);

/**
 * Has `value` written once: wherever `writeJson` comes upon it, its bytes are put in as they are. For what goes out many
 * times, and never changes after this; anything else reads it as the plain value it is.
 * @returns how many bytes those are
 */
export function writeOnce(value: object): number {
  const json = bytesOf(JSON.stringify(value));
  Object.defineProperty(value, "toJSON", {
    enumerable: false,
    value: () => {
      if (!pieces) return value;
      pieces.push(json);
      return mark;
    },
  });
  return json.length;
}

/** The bytes of JSON.stringify, after what is to stand before so many; what was written before is not written again. */
export function writeJson(value: unknown, before: (bytes: number) => Uint8Array = () => nothing): Buffer {
  pieces = [];
  try {
    const text = JSON.stringify(value);
    const around = pieces.length === 0 ? [text] : text.split(markInJson);
    if (around.length === pieces.length + 1) return assemble(around, pieces, before);
    // A mark that comes from elsewhere.
    pieces = null;
    return assemble([JSON.stringify(value)], [], before);
  } finally {
    pieces = null;
  }
}

const nothing = new Uint8Array();

/** Text, piece, text and so on. Each is written once, in its place: an answer may be half a megabyte. */
function assemble(
  around: readonly string[],
  between: readonly Buffer[],
  before: (bytes: number) => Uint8Array,
): Buffer {
  let bytes = 0;
  for (const text of around) bytes += Buffer.byteLength(text);
  for (const piece of between) bytes += piece.length;
  const start = before(bytes);
  const whole = Buffer.allocUnsafe(start.length + bytes);
  whole.set(start);
  let at = start.length;
  for (const [index, text] of around.entries()) {
    at += whole.write(text, at);
    at += between[index]?.copy(whole, at) ?? 0;
  }
  return whole;
}

/** Of its own, not a slice of a slab that would be kept with it. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
