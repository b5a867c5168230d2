/** Encodes text as GB18030, which Node can only decode: the tables are what its decoder says of every code. */
export function encodeGb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point > 0xffff) bytes.push(...fourBytes(point - 0x10000 + supplementaryStart));
    else bytes.push(...ofBasicPlane(char));
  }
  return Buffer.from(bytes);
}

/** Linear position of U+10000 among the four-byte codes. */
const supplementaryStart = 189_000;
/** Four-byte codes up to here may stand for the rest of the basic plane. */
const basicPlaneCodes = 39_420;

let basicPlane: Map<string, readonly number[]> | undefined;

function ofBasicPlane(char: string): readonly number[] {
  basicPlane ??= readDecoder();
  const code = basicPlane.get(char);
  if (!code) throw new RangeError(`GB18030 has no code for U+${char.charCodeAt(0).toString(16)}`);
  return code;
}

function readDecoder(): Map<string, readonly number[]> {
  const decoder = new TextDecoder("gb18030");
  const table = new Map<string, readonly number[]>();
  const learn = (code: readonly number[]) => {
    const char = decoder.decode(Uint8Array.from(code));
    if ([...char].length === 1 && char !== "\ufffd" && !table.has(char)) table.set(char, code);
  };
  for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) learn([lead, trail]);
  for (let linear = 0; linear < basicPlaneCodes; linear++) learn(fourBytes(linear));
  return table;
}

function fourBytes(linear: number): number[] {
  return [
    0x81 + Math.floor(linear / 12_600),
    0x30 + (Math.floor(linear / 1_260) % 10),
    0x81 + (Math.floor(linear / 10) % 126),
    0x30 + (linear % 10),
  ];
}
