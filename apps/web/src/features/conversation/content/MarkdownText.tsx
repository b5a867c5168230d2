import clsx from "clsx";
import { Check, Copy } from "lucide-react";
import type { Token, Tokens } from "marked";
import { Fragment, type ReactNode, useMemo, useState } from "react";
import { useT } from "../../../i18n/index.ts";
import { copyText } from "../../../ui/copy-text.ts";
import { MessageText } from "../MessageText.tsx";
import type { ContentProps } from "./ContentBody.tsx";
import { markdownBlocks } from "./markdown-blocks.ts";
import { safeAddress } from "./safe-address.ts";
import type { ShownMessage } from "./shown-message.ts";

/** A message written in Markdown. */
export function MarkdownContent({ message }: ContentProps<"markdown">) {
  return <MarkdownText {...message} />;
}

interface Said extends Pick<ShownMessage, "text" | "mentions" | "mentionAll"> {
  /** Within a link: an address there leads where the link leads. */
  linked?: boolean;
}

/**
 * Markdown as React elements: whatever is no mark, HTML too, is shown as the text it is. Nothing is loaded from
 * elsewhere.
 */
export function MarkdownText(said: Said) {
  const blocks = useMemo(() => markdownBlocks(said.text), [said.text]);
  if (!blocks) return <p className="whitespace-pre-wrap">{said.text}</p>;
  return <div className="flex min-w-0 flex-col gap-2 [&>*]:min-w-0">{drawn(blocks, said, 0)}</div>;
}

/** Nested deeper than this, it is no writing of a person. */
const deepest = 12;

function drawn(tokens: readonly Token[] | undefined, said: Said, depth: number): ReactNode {
  if (depth > deepest) return tokens?.map(({ raw }) => raw).join("");
  return tokens?.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order.
    <Fragment key={index}>{part(token, said, depth)}</Fragment>
  ));
}

/** One block or stretch. Marked's own types for it are open: the cast follows `type`. */
function part(token: Token, said: Said, depth: number): ReactNode {
  const inside = () => drawn((token as Tokens.Generic).tokens, said, depth + 1);
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return <Heading depth={(token as Tokens.Heading).depth}>{inside()}</Heading>;
    case "paragraph":
      return <p>{inside()}</p>;
    case "blockquote":
      return (
        <blockquote className="flex flex-col gap-2 border-l-3 border-line-strong pl-3 text-ink-2">
          {inside()}
        </blockquote>
      );
    case "list":
      return <List list={token as Tokens.List} said={said} depth={depth} />;
    case "code":
      return <CodeBlock code={(token as Tokens.Code).text} language={(token as Tokens.Code).lang ?? ""} />;
    case "table":
      return <Table table={token as Tokens.Table} said={said} depth={depth} />;
    case "hr":
      return <hr className="border-line-strong" />;
    case "strong":
      return <strong className="font-semibold">{inside()}</strong>;
    case "em":
      return <em className="italic">{inside()}</em>;
    case "del":
      return <del>{inside()}</del>;
    case "codespan":
      return <code className="rounded-[4px] bg-ink-1/8 px-1 py-px font-mono text-[0.92em]">{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return (
        <Link href={(token as Tokens.Link).href}>
          {drawn((token as Tokens.Link).tokens, { ...said, linked: true }, depth + 1)}
        </Link>
      );
    case "image":
      return <Link href={(token as Tokens.Image).href}>{(token as Tokens.Image).text || token.raw}</Link>;
    case "checkbox":
      return null;
    case "text":
      // With parts of its own it is the line of a list, else a stretch of one.
      return "tokens" in token && token.tokens ? (
        <div>{inside()}</div>
      ) : (
        <Words said={said} text={(token as Tokens.Text).text} />
      );
    case "escape":
      return (token as Tokens.Escape).text;
    default:
      // HTML and whatever else there is: the text that was typed.
      return <span className="whitespace-pre-wrap">{token.raw.trimEnd()}</span>;
  }
}

function Words({ said, text }: { said: Said; text: string }) {
  return said.linked ? text : <MessageText {...said} text={text} />;
}

function Heading({ depth, children }: { depth: number; children: ReactNode }) {
  // The page's own headings are above these: the level is told, the look is that of a message.
  return (
    // biome-ignore lint/a11y/useSemanticElements: the levels of the page's outline are not the message's to use.
    <div
      role="heading"
      aria-level={Math.min(6, depth + 3)}
      className={clsx("font-semibold", depth === 1 ? "text-[1.2em]" : depth === 2 ? "text-[1.1em]" : "text-[1em]")}
    >
      {children}
    </div>
  );
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  const address = safeAddress(href);
  if (!address) return <span>{children}</span>;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer nofollow"
      title={address}
      className="break-all text-brand-ink underline-offset-2 hover:underline"
    >
      {children}
    </a>
  );
}

function List({ list, said, depth }: { list: Tokens.List; said: Said; depth: number }) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the items of a text never change their order.
    <li key={index} className={clsx("pl-0.5", item.task && "flex list-none gap-1.5")}>
      {item.task && <TaskBox done={item.checked ?? false} />}
      <div className="flex min-w-0 flex-col gap-1">{drawn(item.tokens, said, depth + 1)}</div>
    </li>
  ));
  const classes = "flex flex-col gap-0.5 pl-5";
  if (!list.ordered) return <ul className={clsx(classes, "list-disc")}>{items}</ul>;
  return (
    <ol start={Number(list.start) || 1} className={clsx(classes, "list-decimal")}>
      {items}
    </ol>
  );
}

function TaskBox({ done }: { done: boolean }) {
  const t = useT();
  return (
    <span
      role="img"
      aria-label={t(done ? "kinds.markdown.done" : "kinds.markdown.open")}
      className="mt-1 flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border border-tick"
    >
      {done && <Check size={12} strokeWidth={3} aria-hidden />}
    </span>
  );
}

function Table({ table, said, depth }: { table: Tokens.Table; said: Said; depth: number }) {
  const cell = "border border-line-strong px-2 py-1";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
    <div className="max-w-full overflow-x-auto" tabIndex={0}>
      <table className="border-collapse text-left text-[0.95em] whitespace-nowrap">
        <thead>
          <tr>
            {table.header.map((head, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place.
              <th key={index} scope="col" className={clsx(cell, "bg-ink-1/5 font-semibold")}>
                {drawn(head.tokens, said, depth + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
            <tr key={index}>
              {row.map((one, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place.
                <td key={column} className={cell}>
                  {drawn(one.tokens, said, depth + 1)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CodeBlock({ code, language }: { code: string; language: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  return (
    <div className="overflow-hidden rounded-control border border-line-strong bg-canvas text-ink-1">
      <div className="flex items-center justify-between border-b border-line px-2 text-mini text-ink-3">
        <span className="truncate">{language.slice(0, 30)}</span>
        <button
          type="button"
          onClick={() => void copyText(code).then(() => setCopied(true))}
          className="flex items-center gap-1 rounded-control px-1.5 py-1 hover:bg-hover hover:text-ink-1 max-md:min-h-11"
        >
          {copied ? <Check size={13} aria-hidden /> : <Copy size={13} aria-hidden />}
          {t(copied ? "kinds.markdown.copied" : "kinds.markdown.copy")}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys. */}
      <pre className="max-h-96 overflow-auto p-2.5 font-mono text-[0.92em] leading-normal" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
