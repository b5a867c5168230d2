import { Outlet, useParams } from "@tanstack/react-router";
import { Panes } from "../../app/Panes.tsx";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";

export function ContactsLayout() {
  const t = useT();
  const { departmentId } = useParams({ strict: false });
  const list = (
    <>
      <ScreenHeader root title={t("shell.nav.contacts")} />
      <EmptyState title={t("common.empty")} />
    </>
  );
  return <Panes list={list} main={<Outlet />} mainOpen={departmentId !== undefined} />;
}
