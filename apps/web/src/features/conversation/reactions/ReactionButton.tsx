import type { ReactElement } from "react";
import { useT } from "../../../i18n/index.ts";
import { Popover } from "../../../ui/index.ts";
import type { MessagePlace } from "../content/file-source.ts";
import { ReactionPanel } from "./ReactionPanel.tsx";
import { react } from "./reacting.ts";

export interface ReactionButtonProps {
  place: MessagePlace;
  trigger: ReactElement;
}

/** Opens the choice of emoji for a message beside its trigger. */
export function ReactionButton({ place, trigger }: ReactionButtonProps) {
  const t = useT();
  return (
    <Popover label={t("acts.menu.react")} side="top" align="center" trigger={trigger}>
      {(close) => (
        <ReactionPanel
          onPick={(emoji) => {
            close();
            void react(place, emoji, true);
          }}
        />
      )}
    </Popover>
  );
}
