import { MarkdownText } from "../content/MarkdownText.tsx";

/** What a Markdown draft will look like. */
export function FormatPreview({ text }: { text: string }) {
  return (
    <div className="size-full overflow-y-auto text-body wrap-anywhere">
      <MarkdownText text={text} mentions={[]} mentionAll={false} />
    </div>
  );
}
