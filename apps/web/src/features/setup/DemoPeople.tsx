import type { DemoState } from "@qunxin/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Copy } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { copyText } from "../../ui/copy-text.ts";
import { Avatar, Button, IconButton } from "../../ui/index.ts";
import { endMidway } from "./midway.ts";

/** The demo company is there: whom one can sign in as, and the way in. */
export function DemoPeople({ people }: { people: DemoState["people"] }) {
  const t = useT();
  const navigate = useNavigate();
  const enter = () => {
    endMidway();
    void navigate({ to: "/chats", replace: true });
  };
  return (
    <>
      <p className="text-body text-ink-2" role="status">
        {t("setup.demo.loaded")}
      </p>
      <ul className="divide-y divide-line rounded-card border border-line" aria-label={t("setup.demo.people")}>
        {people.map((person) => (
          <li key={person.account} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <Avatar id={person.account} name={person.name} size={32} />
            <span className="min-w-36 flex-1">
              <span className="block text-body font-medium">{person.name}</span>
              <span className="block text-meta text-ink-2">{person.role}</span>
            </span>
            <span className="flex items-center gap-2 max-md:w-full max-md:pl-11">
              <code className="flex-1 font-mono text-meta break-all select-all">
                {person.account} / {person.password}
              </code>
              <IconButton
                size="sm"
                label={t("setup.demo.copy", { name: person.name })}
                icon={<Copy size={15} />}
                onClick={() => void copyText(`${person.account} ${person.password}`)}
              />
            </span>
          </li>
        ))}
      </ul>
      <Button tone="primary" size="lg" block onClick={enter}>
        {t("setup.demo.enter")}
      </Button>
    </>
  );
}
