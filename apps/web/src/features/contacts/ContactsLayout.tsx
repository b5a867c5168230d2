import { Outlet, useMatchRoute } from "@tanstack/react-router";
import { Panes } from "../../app/Panes.tsx";
import { ContactsList } from "./ContactsList.tsx";
import { useDirectoryRevision } from "./use-directory-revision.ts";

export function ContactsLayout() {
  const revision = useDirectoryRevision();
  const matchRoute = useMatchRoute();
  const atStart = matchRoute({ to: "/contacts" }) !== false;
  return <Panes list={<ContactsList revision={revision} />} main={<Outlet />} mainOpen={!atStart} />;
}
