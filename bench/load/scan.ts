/** What every benchmark message begins with, followed by when it was due, in 16 digits of microseconds. */
export const marker = "#bench#";
const markerBytes = Buffer.from(marker);
const stampDigits = 16;
const idDigits = 12;
const answerBytes = Buffer.from('{"k":"ok","id":');
const helloBytes = Buffer.from('{"k":"hello"');
const failBytes = Buffer.from('{"k":"fail"');
/** The longest thing looked for may be split between two chunks. */
const longest = 32;

/** What is looked for in the bytes of a socket; what is absent costs nothing. */
export interface Scan {
  /** So many messages arrived. */
  readonly seen?: (messages: number) => void;
  /** One message arrived, and this is when it was due. Slower than `seen`, instead of it. */
  readonly stamped?: (dueAt: number) => void;
  /** The call of this number was answered. */
  readonly answered?: (id: number) => void;
  /** The first frame has come: the device is connected for good. */
  readonly greeted?: () => void;
  /** A call was refused; what is at hand of the frame. */
  readonly refused?: (text: string) => void;
}

/** Counts frames that were sent together singly, and takes up what was split between two chunks. */
export function scanner({ seen, stamped, answered, greeted, refused }: Scan): (bytes: Buffer) => void {
  let rest: Buffer | null = null;
  return (chunk) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    let end = 0;
    if (seen) end = each(bytes, markerBytes, stampDigits, seen);
    if (stamped) end = each(bytes, markerBytes, stampDigits, null, (at) => stamped(digits(bytes, at)));
    if (answered)
      end = Math.max(
        end,
        each(bytes, answerBytes, idDigits, null, (at) => answered(digits(bytes, at))),
      );
    if (greeted && bytes.indexOf(helloBytes) >= 0) greeted();
    if (refused && bytes.indexOf(failBytes) >= 0)
      refused(bytes.toString("utf8", bytes.indexOf(failBytes)).slice(0, 300));
    rest = begun(bytes, Math.max(end, bytes.length - longest), (answered ?? greeted) !== undefined);
  };
}

/** What may be the beginning of something looked for, from here to the end; a chunk is not copied for nothing. */
function begun(bytes: Buffer, from: number, answers: boolean): Buffer | null {
  for (let at = Math.max(0, from); at < bytes.length; at++) {
    if (bytes[at] === markerBytes[0] || (answers && bytes[at] === answerBytes[0]))
      return Buffer.from(bytes.subarray(at));
  }
  return null;
}

/** Finds all of `wanted` that have `after` more bytes behind them; answers where the last one ended. */
function each(
  bytes: Buffer,
  wanted: Buffer,
  after: number,
  counted: ((found: number) => void) | null,
  found?: (at: number) => void,
): number {
  let times = 0;
  let end = 0;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, end)) {
    if (at + wanted.length + after > bytes.length) break;
    times += 1;
    end = at + wanted.length;
    found?.(end);
  }
  if (times) counted?.(times);
  return end;
}

/** The decimal number that begins here. */
function digits(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from; ; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return value;
    value = value * 10 + digit;
  }
}
