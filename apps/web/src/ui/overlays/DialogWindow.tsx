import clsx from "clsx";
import { ArrowLeft, X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { useT } from "../../i18n/index.ts";
import type { DialogProps } from "../Dialog.tsx";
import { IconButton } from "../IconButton.tsx";
import { useIsPhone } from "../media.ts";
import { useWindowFocus } from "../window-focus.ts";

const widths = { sm: "md:w-100", md: "md:w-140", lg: "md:w-190", xl: "md:w-240" };

/** What `Dialog` shows once it is open. */
export function DialogWindow({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = "md",
  flush,
  locked,
  compact,
  children,
}: DialogProps) {
  const t = useT();
  const full = useIsPhone() && !compact;
  const focus = useWindowFocus(open);
  const keep = (event: Event) => locked && event.preventDefault();
  const close = (
    <IconButton
      label={t(full ? "common.back" : "common.close")}
      icon={full ? <ArrowLeft size={20} /> : <X size={18} />}
      disabled={locked ?? false}
      onClick={() => onOpenChange(false)}
    />
  );
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...focus}
          onEscapeKeyDown={keep}
          onPointerDownOutside={keep}
          className={clsx(
            "fixed z-50 flex flex-col bg-pane outline-none",
            full
              ? "inset-0 animate-sheet-in pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)]"
              : "inset-0 m-auto h-fit max-h-[calc(100dvh-48px)] w-[calc(100vw-32px)] animate-pop-in rounded-sheet shadow-pop",
            widths[size],
          )}
        >
          <header
            className={clsx(
              "flex min-h-14 shrink-0 items-center gap-1",
              full ? "border-b border-line px-1" : "pr-3 pl-5",
            )}
          >
            {full && close}
            <div className="min-w-0 flex-1 py-2">
              <Primitive.Title className="truncate text-title font-semibold">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="text-meta text-ink-2">{description}</Primitive.Description>
              )}
            </div>
            {!full && close}
          </header>
          <div className={clsx("min-h-0 flex-1 overflow-y-auto", !flush && (full ? "p-4" : "px-5 pt-1 pb-5"))}>
            {children}
          </div>
          {footer && (
            <footer
              className={clsx(
                "flex shrink-0 items-center justify-end gap-2",
                full ? "border-t border-line p-3 *:flex-1" : "border-t border-line px-5 py-3",
              )}
            >
              {footer}
            </footer>
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
