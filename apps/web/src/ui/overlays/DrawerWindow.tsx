import clsx from "clsx";
import { ArrowLeft, X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { useT } from "../../i18n/index.ts";
import type { DrawerProps } from "../Drawer.tsx";
import { IconButton } from "../IconButton.tsx";
import { useIsPhone } from "../media.ts";
import { useWindowFocus } from "../window-focus.ts";

const widths = { sm: "w-80", md: "w-120", lg: "w-180" };

/** What `Drawer` shows once it is open. */
export function DrawerWindow({
  open,
  onOpenChange,
  title,
  description,
  footer,
  size = "sm",
  flush,
  children,
}: DrawerProps) {
  const t = useT();
  const focus = useWindowFocus(open);
  const phone = useIsPhone();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Primitive.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...focus}
          className={clsx(
            "fixed inset-y-0 right-0 z-50 flex max-w-full animate-drawer-in flex-col bg-pane pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] shadow-pop outline-none",
            phone ? "w-full" : widths[size],
          )}
        >
          <header
            className={clsx(
              "flex min-h-14 shrink-0 items-center gap-1 border-b border-line",
              phone ? "px-1" : "pr-3 pl-4",
            )}
          >
            {phone && (
              <IconButton label={t("common.back")} icon={<ArrowLeft size={20} />} onClick={() => onOpenChange(false)} />
            )}
            <div className="min-w-0 flex-1">
              <Primitive.Title className="truncate text-body font-semibold">{title}</Primitive.Title>
              {description && (
                <Primitive.Description className="truncate text-meta text-ink-2">{description}</Primitive.Description>
              )}
            </div>
            {!phone && (
              <IconButton label={t("common.close")} icon={<X size={18} />} onClick={() => onOpenChange(false)} />
            )}
          </header>
          <div className={clsx("min-h-0 flex-1 overflow-y-auto", !flush && "p-4")}>{children}</div>
          {footer && (
            <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-3 max-md:*:flex-1">
              {footer}
            </footer>
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
