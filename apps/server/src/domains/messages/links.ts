import { type FileMeta, fail, type LinkPreview, type MessageContent, type PrincipalId } from "@qunxin/protocol";
import type { Bus } from "../../platform/bus.ts";
import type { Actor, UseCasesOf } from "../../platform/caller.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Reading, Transact } from "../../platform/database.ts";
import { newId } from "../../platform/ids.ts";
import { type Fetched, fetchPublic } from "./links-fetch.ts";
import { bareHost, createLinkGuard, type GuardOptions, type LinkGuard, Refused } from "./links-guard.ts";
import { createLinkRate } from "./links-rate.ts";
import { readPage } from "./links-read.ts";
import { deletePreviews, insertPreview, readPreview, readPreviewById } from "./links-store.ts";

/** Keeps a picture among somebody's files, made anew from its pixels; null for what is no picture. */
export interface PicturesPort {
  keep(ownerId: PrincipalId, name: string, bytes: Buffer): Promise<FileMeta | null>;
}

export interface LinksDeps {
  readonly reading: Reading;
  readonly transact: Transact;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Read at call time; without it previews have no pictures. */
  readonly ports: { readonly pictures?: PicturesPort };
  readonly guard?: GuardOptions;
}

export interface Links {
  readonly useCases: UseCasesOf<"links">;
  /** The content of a message that shares the page of that preview; null when there is no such preview. */
  forMessage(actor: Actor, linkId: string): Promise<Extract<MessageContent, { type: "link" }> | null>;
  /** Housekeeping: forgets what nobody will send any more. */
  sweep(): Promise<void>;
}

const dayMs = 24 * 3_600_000;
/** Longer than a message may wait to be sent. */
const keptMs = 100 * dayMs;
const withinMs = 5_000;
const pageBytes = 2 * 1024 * 1024;
const pictureBytes = 5 * 1024 * 1024;

/** Cards of pages: fetched by the server behind a guard, the same for everybody for a day. ADR-0015. */
export function createLinks(deps: LinksDeps): Links {
  const guard = createLinkGuard(deps.guard);
  const rate = createLinkRate(deps);
  const running = new Map<string, Promise<LinkPreview>>();

  function lookAt(url: URL, actorId: PrincipalId): Promise<LinkPreview> {
    const started = running.get(url.href);
    if (started) return started;
    const looked = look(deps, guard, url, actorId).finally(() => running.delete(url.href));
    running.set(url.href, looked);
    return looked;
  }

  return {
    useCases: {
      "links.preview": async ({ url: text }, actor) => {
        const url = parse(text);
        const since = new Date(deps.clock.now().getTime() - dayMs);
        const known = await readPreview(deps.reading, url.href, since);
        if (known) return withoutDate(known);
        rate.take(actor.id);
        return lookAt(url, actor.id);
      },
    },
    async forMessage(_actor, linkId) {
      const found = await readPreviewById(deps.reading, linkId);
      if (!found) return null;
      const { url, title, summary, source, fetchedAt } = found;
      // A picture that no message carried is gone after a day.
      const image = fetchedAt.getTime() > deps.clock.now().getTime() - dayMs ? found.image : null;
      return { type: "link", url, title, summary, source, image };
    },
    sweep: () => deps.transact((tx) => deletePreviews(tx, new Date(deps.clock.now().getTime() - keptMs))),
  };
}

function parse(text: string): URL {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  if (!url) return fail("links/not_allowed");
  url.hash = "";
  return url;
}

async function look(deps: LinksDeps, guard: LinkGuard, url: URL, actorId: PrincipalId): Promise<LinkPreview> {
  const signal = AbortSignal.timeout(withinMs);
  const page = await fetchPublic(guard, url, { accept: "text/html,*/*;q=0.1", maxBytes: pageBytes, signal }).catch(
    (error: unknown) => fail(isRefusal(error) ? "links/not_allowed" : "links/unreachable"),
  );
  if (!page) fail("links/unreachable");
  if (page.mediaType !== "text/html" && page.mediaType !== "application/xhtml+xml") fail("links/not_a_page");
  const { title, summary, source, image } = readPage(page.body, page.charset);
  const preview: LinkPreview = {
    linkId: newId<string>(),
    url: url.href,
    title: title || bareHost(page.url) + page.url.pathname,
    summary,
    source: source || bareHost(page.url).replace(/^www\./, ""),
    image: image ? await pictureOf(deps, guard, { page, image, actorId, signal }) : null,
  };
  await deps.transact((tx) => insertPreview(tx, preview, deps.clock.now()));
  return preview;
}

/** A page without its picture is a card still. */
async function pictureOf(
  { ports }: LinksDeps,
  guard: LinkGuard,
  from: { page: Fetched; image: string; actorId: PrincipalId; signal: AbortSignal },
): Promise<FileMeta | null> {
  const url = URL.parse(from.image, from.page.url.href);
  if (!url || !ports.pictures) return null;
  const options = { accept: "image/*", maxBytes: pictureBytes + 1, signal: from.signal };
  const found = await fetchPublic(guard, url, options).catch(() => null);
  if (!found?.mediaType.startsWith("image/") || found.body.length > pictureBytes) return null;
  return ports.pictures.keep(from.actorId, "preview", found.body).catch(() => null);
}

/** Errors of a lookup come wrapped where several addresses were tried. */
function isRefusal(error: unknown): boolean {
  return error instanceof Refused || (error instanceof AggregateError && error.errors.some(isRefusal));
}

function withoutDate<T extends { fetchedAt: Date }>({ fetchedAt: _, ...preview }: T): Omit<T, "fetchedAt"> {
  return preview;
}
