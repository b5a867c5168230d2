import { type CallName, ClientFrame, calls } from "@qunxin/protocol";
import * as fc from "fast-check";
import type * as z from "zod/mini";

/** Strings that break what is careless: NUL, halves of pairs, marks that turn the writing around, wildcards of SQL. */
export const nastyTexts = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x\udc00",
  "\u202e右\u200f左",
  "👩‍👩‍👧‍👦🏳️‍🌈",
  "%_\\'\"`;--",
  "<script>alert(1)</script>",
  "长".repeat(70_000),
  "../../etc/passwd",
  "__proto__",
  "\r\n\t",
];

/** What cursors look like, right and wrong. */
const cursorTexts = ["0", "-1", "1.1", "9".repeat(30), "NaN", "[]", "{}", "null", "e30=", "WzFd", "a|b|c", "1e99"];

/** Texts that fit the stricter schemas: accounts, times, mobiles. */
const plainTexts = [
  "lin",
  "ana.b-c@d",
  "13800000001",
  "Asia/Shanghai",
  "Nowhere/Land",
  "2026-03-02T02:00:00Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999999Z",
  "owner.invite",
  "member.nothing",
];

const numbers = [0, 1, -1, 5, 200, 2_000, 60_000, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, -(2 ** 53) + 1];

type Schema = z.core.$ZodType;
type Value = fc.Arbitrary<unknown>;

/** JSON of any kind, as a stranger may send it. */
export const anyJson: Value = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(...nastyTexts, ...numbers, null, [], [[]], { __proto__: null }, true),
  fc.dictionary(fc.constantFrom("groupId", "key", "ids", "text", "cursor", "__proto__", "constructor"), fc.jsonValue()),
);

/** What exists in the company under test, by the schema of its ids. */
export type Known = ReadonlyMap<Schema, string[]>;

/** Inputs that fit the call's schema, made of `known` ids, `tokens`, and of texts and numbers at the edge. */
export function inputOf(name: CallName, known: Known, tokens: readonly string[]): Value {
  const text = fc.oneof(
    fc.constantFrom(...nastyTexts, ...cursorTexts, ...plainTexts, ...tokens),
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.string({ maxLength: 20 }),
  );
  const number = fc.oneof(fc.constantFrom(...numbers), fc.maxSafeInteger());
  return fitting(calls[name].input, { id: (schema) => idsOf(schema, known), text, number });
}

/** Frames that fit what a client may send over a socket, of every kind there is, about calls of any name. */
export function framesOf(known: Known): Value {
  const text = fc.oneof(fc.constantFrom(...Object.keys(calls), ...nastyTexts), fc.string({ unit: "binary" }));
  const number = fc.oneof(fc.constantFrom(...numbers), fc.maxSafeInteger());
  return fitting(ClientFrame, { id: (schema) => idsOf(schema, known), text, number });
}

/** Mostly an id of the right kind, else one of another kind or of nothing. */
function idsOf(schema: Schema, known: Known): Value {
  const all = [...known.values()].flat();
  return fc.oneof(
    { arbitrary: fc.constantFrom(...(known.get(schema) ?? all)), weight: 12 },
    { arbitrary: fc.constantFrom(...all), weight: 1 },
    { arbitrary: fc.uuid({ version: 7 }), weight: 1 },
  );
}

interface Matter {
  id(schema: Schema): Value;
  text: fc.Arbitrary<string>;
  number: fc.Arbitrary<number>;
}

/** One case a kind of schema the contract uses; an unknown kind fails the test, so that a new one is thought of. */
function fitting(schema: Schema, matter: Matter): Value {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case "object":
      return fc.record(
        Object.fromEntries(Object.entries(def.shape).map(([key, inner]) => [key, fitting(inner, matter)])),
        { requiredKeys: Object.keys(def.shape).filter((key) => kindOf(def.shape[key]) !== "optional") },
      );
    case "optional":
      return fitting(def.innerType, matter);
    case "nullable":
      return fc.option(fitting(def.innerType, matter), { nil: null, freq: 4 });
    case "array":
      return fc.array(fitting(def.element, matter), { maxLength: 4 });
    case "record":
      return fc.dictionary(fitting(def.keyType, matter) as fc.Arbitrary<string>, fitting(def.valueType, matter), {
        maxKeys: 4,
      });
    case "union":
      return fc.oneof(...def.options.map((option) => fitting(option, matter)));
    case "enum":
      return fc.constantFrom(...Object.values(def.entries));
    case "literal":
      return fc.constantFrom(...def.values);
    case "unknown":
      return anyJson;
    case "boolean":
      return fc.boolean();
    case "number":
      return accepted(schema, matter.number, 1);
    case "string":
      return "format" in def && (def as { format?: string }).format === "uuid"
        ? matter.id(schema)
        : accepted(schema, matter.text, "lin");
    default:
      throw new Error(`no inputs are made for schemas of type ${def.type}`);
  }
}

function kindOf(schema: Schema | undefined): string | undefined {
  return schema && (schema as z.core.$ZodTypes)._zod.def.type;
}

/** Values the schema takes; for one in ten the schema's own judgement is left to the server. */
function accepted(schema: Schema, values: Value, fallback: unknown): Value {
  const takes = (value: unknown) => (schema as z.ZodMiniType).safeParse(value).success;
  return fc.tuple(fc.array(values, { minLength: 6, maxLength: 6 }), fc.nat(9)).map(([tries, raw]) => {
    if (raw === 0) return tries[0];
    return tries.find(takes) ?? (takes(fallback) ? fallback : tries[0]);
  });
}
