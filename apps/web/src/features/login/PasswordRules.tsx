import clsx from "clsx";
import { Check, Circle } from "lucide-react";
import { useT } from "../../i18n/index.ts";
import { type PasswordPolicy, passwordRules } from "./password-rules.ts";

/** The password policy as a list whose lines tick while one types. */
export function PasswordRules({ password, policy }: { password: string; policy: PasswordPolicy }) {
  const t = useT();
  return (
    <ul className="flex flex-col gap-0.5" aria-label={t("identity.password.rules")}>
      {passwordRules(password, policy).map(({ rule, wanted, met }) => (
        <li key={rule} className={clsx("flex items-center gap-1.5 text-meta", met ? "text-ok" : "text-ink-3")}>
          {met ? <Check size={13} strokeWidth={2.6} aria-hidden /> : <Circle size={13} aria-hidden />}
          {t(`identity.password.rule.${rule}`, { count: wanted })}
          <span className="sr-only">{t(met ? "identity.password.rule.met" : "identity.password.rule.unmet")}</span>
        </li>
      ))}
    </ul>
  );
}
