import { Parser } from "htmlparser2";

/** What a page says of itself; `image` is an address, maybe relative to the page. */
export interface PageFacts {
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly image: string | null;
}

/** Reads title, summary, site and picture from a page's head: Open Graph, then Twitter's cards, then plain HTML. */
export function readPage(body: Buffer, charset: string | null): PageFacts {
  const facts = collect(decode(body, charset));
  const first = (...names: string[]) => names.map((name) => facts.get(name) ?? "").find((value) => value !== "") ?? "";
  return {
    title: shorten(first("og:title", "twitter:title", "title"), titleChars),
    summary: shorten(first("og:description", "twitter:description", "description"), summaryChars),
    source: shorten(first("og:site_name", "application-name"), titleChars),
    image: first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src") || null,
  };
}

const titleChars = 200;
const summaryChars = 300;

/** The first of each name counts. */
function collect(html: string): Map<string, string> {
  const facts = new Map<string, string>();
  const note = (name: string | undefined, value: string | undefined) => {
    const key = name?.trim().toLowerCase();
    if (key && value?.trim() && !facts.has(key)) facts.set(key, value);
  };
  let title: string | null = null;
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === "meta") note(attributes.property ?? attributes.name, attributes.content);
      // Drawings have titles too, after the page's own.
      if (tag === "title" && !facts.has("title")) title = "";
    },
    ontext(text) {
      if (title !== null) title += text;
    },
    onclosetag(tag) {
      if (tag !== "title" || title === null) return;
      note("title", title);
      title = null;
    },
  });
  parser.end(html);
  return facts;
}

/** By the header, else by what the page says in its first bytes, else as UTF-8. */
function decode(body: Buffer, charset: string | null): string {
  const head = body.subarray(0, sniffedBytes).toString("latin1");
  const named = charset ?? /<meta[^>]+charset\s*=\s*["']?\s*([a-z0-9_-]+)/i.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(named).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}

const sniffedBytes = 4_096;

/** One line without characters that are not seen, cut between characters. */
function shorten(text: string, max: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length > max ? `${characters.slice(0, max).join("")}…` : line;
}
