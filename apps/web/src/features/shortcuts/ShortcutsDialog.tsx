import { useT } from "../../i18n/index.ts";
import { Dialog } from "../../ui/index.ts";

const mod = /Mac|iP(hone|ad)/.test(navigator.platform) ? "⌘" : "Ctrl";

/** Keys by what they do, in groups. */
const groups = {
  everywhere: { search: [`${mod}+K`], regions: ["F6"], close: ["Esc"], help: ["?"] },
  chats: { previous: ["Alt+↑"], next: ["Alt+↓"], unread: ["Alt+Shift+↓"], info: [`${mod}+I`], find: [`${mod}+F`] },
  messages: { move: ["↑", "↓"], menu: ["Enter"], range: ["Shift"] },
  writing: { send: ["Enter"], newline: ["Shift+Enter"], mention: ["@"], edit: ["↑"], cancel: ["Esc"] },
} as const;

type Group = keyof typeof groups;

/** All keys of the app. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  return (
    <Dialog open title={t("acts.keys")} onOpenChange={onClose} size="lg">
      <div className="grid grid-cols-2 gap-x-8 gap-y-5 max-md:grid-cols-1">
        {(Object.keys(groups) as Group[]).map((group) => (
          <section key={group}>
            <h3 className="pb-1.5 text-meta font-medium text-ink-2">{t(`acts.keys.${group}`)}</h3>
            <dl className="flex flex-col">
              {(Object.entries(groups[group]) as [string, readonly string[]][]).map(([name, keys]) => (
                <div key={name} className="flex min-h-8 items-center justify-between gap-3 border-b border-line">
                  <dt className="text-body">{t(`acts.keys.${group}.${name}` as Parameters<typeof t>[0])}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <kbd key={key} className="rounded-[4px] bg-hover px-1.5 py-0.5 font-sans text-meta text-ink-2">
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
