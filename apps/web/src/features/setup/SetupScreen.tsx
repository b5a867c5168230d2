import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { callApi, callKey, useCall } from "../../app/api.ts";
import { failureText } from "../../app/contract-form.tsx";
import { setMe } from "../../app/shell-state.ts";
import { useT } from "../../i18n/index.ts";
import { EmptyState, ErrorState, Skeleton } from "../../ui/index.ts";
import { BrandCard } from "../login/BrandCard.tsx";
import { rememberSession } from "../login/session-note.ts";
import { CompanyForm } from "./CompanyForm.tsx";
import { FirstPeople } from "./FirstPeople.tsx";
import { isMidway, markMidway } from "./midway.ts";

/** First run: the company and its administrator, then where the people come from. A reload goes on where one was. */
export function SetupScreen() {
  const t = useT();
  const { code } = useSearch({ from: "/setup" });
  const status = useCall("company.status", {}, { staleTime: 0 });
  const [founded, setFounded] = useState(isMidway);
  const finishFounding = useFinishFounding(() => setFounded(true));
  if (status.isPending) {
    return (
      <BrandCard title={t("setup.title")} wide>
        <Skeleton rows={6} />
      </BrandCard>
    );
  }
  if (status.isError) {
    return (
      <BrandCard title={t("setup.title")} wide>
        <ErrorState message={failureText(status.error)} onRetry={() => void status.refetch()} />
      </BrandCard>
    );
  }
  if (!status.data.ready && code === undefined) return <CodeMissing />;
  if (!status.data.ready && code !== undefined) return <CompanyForm code={code} onFounded={finishFounding} />;
  return founded ? <FirstPeople /> : <AlreadySetUp company={status.data.company?.name ?? ""} />;
}

/** After founding, the server has signed the administrator in: learn who that is, and drop the code from the address. */
function useFinishFounding(onDone: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    markMidway();
    rememberSession();
    setMe(await callApi("identity.me", {}));
    await queries.invalidateQueries({ queryKey: callKey("company.status") });
    onDone();
    await navigate({ to: "/setup", search: {}, replace: true });
  };
}

function CodeMissing() {
  const t = useT();
  return (
    <BrandCard title={t("setup.title")}>
      <EmptyState
        className="!p-2"
        icon={<KeyRound size={26} strokeWidth={1.6} />}
        title={t("setup.code.missing")}
        hint={t("setup.code.where")}
      />
    </BrandCard>
  );
}

function AlreadySetUp({ company }: { company: string }) {
  const t = useT();
  return (
    <BrandCard title={t("setup.already.title", { company })} hint={t("setup.already.hint")}>
      <SolidLink>{t("setup.already.enter")}</SolidLink>
    </BrandCard>
  );
}

function SolidLink({ children }: { children: ReactNode }) {
  return (
    <Link
      to="/chats"
      className="inline-flex h-10 items-center justify-center rounded-control bg-brand px-4 text-body font-medium text-white hover:bg-brand-hover max-md:h-12"
    >
      {children}
    </Link>
  );
}
