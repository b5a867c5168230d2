import { useT } from "../../../i18n/index.ts";
import { Dialog, Sheet, useIsPhone } from "../../../ui/index.ts";
import { ReactionPanel } from "../reactions/ReactionPanel.tsx";
import { ReactorsDialog } from "../reactions/ReactorsDialog.tsx";
import { react } from "../reactions/reacting.ts";
import { type ActDialog, closeActDialog } from "./acting.ts";
import { VersionsDialog } from "./VersionsDialog.tsx";

/** The dialog of an act that is open. */
export function ActDialogs({ dialog }: { dialog: ActDialog }) {
  const { kind, conversationId, seq } = dialog;
  const place = { conversationId, seq };
  switch (kind) {
    case "react":
      return <ReactDialog place={place} />;
    case "reactors":
      return <ReactorsDialog place={place} onClose={closeActDialog} />;
    case "versions":
      return <VersionsDialog place={place} onClose={closeActDialog} />;
    default:
      return kind satisfies never;
  }
}

function ReactDialog({ place }: { place: Parameters<typeof react>[0] }) {
  const t = useT();
  const phone = useIsPhone();
  const shared = { open: true, title: t("acts.menu.react"), onOpenChange: closeActDialog };
  const panel = (
    <ReactionPanel
      onPick={(emoji) => {
        closeActDialog();
        void react(place, emoji, true);
      }}
    />
  );
  if (phone) return <Sheet {...shared}>{panel}</Sheet>;
  return (
    <Dialog {...shared} compact size="sm">
      <div className="flex justify-center">{panel}</div>
    </Dialog>
  );
}
