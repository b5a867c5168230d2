import type { Member } from "@qunxin/protocol";
import { KindTag } from "../../ui/index.ts";
import { PersonLine } from "../people/PersonLine.tsx";

/** A member as a button, to choose one of them. */
export function ChoiceRow({ member, onChoose }: { member: Member; onChoose: () => void }) {
  return (
    <button
      type="button"
      onClick={onChoose}
      className="flex min-h-14 w-full items-center px-4 text-left hover:bg-hover focus-visible:-outline-offset-2"
    >
      <PersonLine size={36} person={member.person} tags={member.role === "administrator" && <KindTag kind="admin" />} />
    </button>
  );
}
