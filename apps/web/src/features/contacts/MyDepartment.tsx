import type { PersonRow, PrincipalId } from "@qunxin/protocol";
import { useCall } from "../../app/api.ts";
import { useShell } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { placeText } from "../people/place-text.ts";
import { usePeoplePages } from "../people/use-people-pages.ts";
import { PersonItem } from "./PersonItem.tsx";

/** Colleagues of one's own first department, for a phone's first screen. */
export function MyDepartment() {
  const me = useShell((state) => state.me);
  return me && <OfPerson personId={me.id} />;
}

function OfPerson({ personId }: { personId: PrincipalId }) {
  const t = useT();
  const { data: card } = useCall("directory.card", { personId }, { staleTime: 60_000 });
  const place = card?.placements[0];
  if (!place) return null;
  return (
    <section className="flex flex-col">
      <h2 className="px-4 py-2 text-meta text-ink-2">{t("directory.mine.path", { path: placeText(place.path) })}</h2>
      <Colleagues departmentId={place.departmentId} />
    </section>
  );
}

const shownAtMost = 30;

function Colleagues({ departmentId }: { departmentId: PersonRow["placements"][number]["departmentId"] }) {
  const { people } = usePeoplePages({ departmentId, below: false });
  return (
    <div className="flex flex-col divide-y divide-line bg-pane">
      {people?.slice(0, shownAtMost).map((person) => (
        <PersonItem key={person.id} person={person} departmentId={departmentId} />
      ))}
    </div>
  );
}
