import { Outlet, useMatchRoute } from "@tanstack/react-router";
import { Panes } from "../../app/Panes.tsx";
import { ContactsList } from "./ContactsList.tsx";

export function ContactsLayout() {
  const matchRoute = useMatchRoute();
  const atStart = matchRoute({ to: "/contacts" }) !== false;
  return <Panes list={<ContactsList />} main={<Outlet />} mainOpen={!atStart} />;
}
