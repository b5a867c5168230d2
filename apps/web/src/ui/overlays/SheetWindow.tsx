import { Dialog as Primitive } from "radix-ui";
import type { SheetProps } from "../Sheet.tsx";
import { useWindowFocus } from "../window-focus.ts";

/** What `Sheet` shows once it is open. */
export function SheetWindow(props: SheetProps) {
  const { open, onOpenChange, title, description, hideTitle = false, onCloseAutoFocus, children } = props;
  const focus = useWindowFocus(open);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={focus.onOpenAutoFocus}
          onCloseAutoFocus={(event) => {
            onCloseAutoFocus?.(event);
            focus.onCloseAutoFocus(event);
          }}
          className="fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[85dvh] max-w-140 animate-sheet-in flex-col rounded-t-sheet bg-pane pb-[max(12px,env(safe-area-inset-bottom))] shadow-pop outline-none"
        >
          <span aria-hidden className="mx-auto mt-2 h-1 w-9 shrink-0 rounded-full bg-line-strong" />
          <Primitive.Title className={hideTitle ? "sr-only" : "px-4 pt-2 pb-1 text-title font-semibold"}>
            {title}
          </Primitive.Title>
          {description && (
            <Primitive.Description className="px-4 text-meta text-ink-2">{description}</Primitive.Description>
          )}
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-2">{children}</div>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
