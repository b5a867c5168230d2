import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import type { SettingsSection } from "../../app/routes/personal.ts";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useT } from "../../i18n/index.ts";
import { useIsPhone } from "../../ui/index.ts";
import { NotificationSettings } from "../notifications/NotificationSettings.tsx";
import { About } from "./About.tsx";
import { Devices } from "./Devices.tsx";
import { Look } from "./Look.tsx";
import { MyList } from "./MyList.tsx";
import { MyPassword } from "./MyPassword.tsx";
import { MyProfile } from "./MyProfile.tsx";
import { SecondFactor } from "./SecondFactor.tsx";
import { SignOut } from "./SignOut.tsx";

const sections = {
  profile: MyProfile,
  look: Look,
  notices: NotificationSettings,
  password: MyPassword,
  security: SecondFactor,
  devices: Devices,
  about: About,
};
const order = Object.keys(sections) as SettingsSection[];

/** 设置: one page of cards on a desktop; on a phone the list of 我, each entry a screen of its own. */
export function SettingsScreen() {
  const phone = useIsPhone();
  const { section } = useSearch({ strict: false });
  if (!phone) return <AllSections />;
  return section ? <OneSection section={section} /> : <MyList />;
}

function AllSections() {
  const t = useT();
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScreenHeader root title={t("shell.nav.settings")} />
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        <div className="mx-auto flex max-w-180 flex-col gap-4">
          {order.map((id) => {
            const Section = sections[id];
            return (
              <section
                key={id}
                aria-labelledby={`settings-${id}`}
                className="rounded-sheet border border-line bg-pane p-5"
              >
                <h2 id={`settings-${id}`} className="mb-4 text-body font-semibold">
                  {t(`identity.settings.${id}`)}
                </h2>
                <Section />
              </section>
            );
          })}
          <SignOut />
        </div>
      </div>
    </main>
  );
}

function OneSection({ section }: { section: SettingsSection }) {
  const t = useT();
  const router = useRouter();
  const navigate = useNavigate();
  const Section = sections[section];
  const back = () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: "/me", replace: true });
  };
  return (
    <main className="flex min-h-0 flex-1 flex-col bg-canvas">
      <ScreenHeader title={t(`identity.settings.${section}`)} onBack={back} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-pane p-4">
        <Section />
      </div>
    </main>
  );
}
