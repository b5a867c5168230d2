import { defaultPolicy, type Failure, type Policy } from "@qunxin/protocol";

export type PasswordPolicy = Pick<Policy["password"], "minChars" | "minClasses">;

export interface RuleState {
  rule: "length" | "classes";
  /** The number the rule asks for. */
  wanted: number;
  met: boolean;
}

/** What a new company asks of passwords; an administrator may ask for more, which the server then says. */
export const usualPasswordPolicy: PasswordPolicy = defaultPolicy.password;

/** How a password stands against each rule, for a list that lives while typing. */
export function passwordRules(password: string, policy: PasswordPolicy): RuleState[] {
  const length: RuleState = { rule: "length", wanted: policy.minChars, met: [...password].length >= policy.minChars };
  const classes: RuleState = {
    rule: "classes",
    wanted: policy.minClasses,
    met: countClasses(password) >= policy.minClasses,
  };
  return policy.minClasses > 1 ? [length, classes] : [length];
}

/** What a refusal of the server teaches about the company's policy, where it asks for more than was known. */
export function learntPolicy({ params }: Failure, refused: string, known: PasswordPolicy): PasswordPolicy {
  const { minChars, rules } = params;
  const moreClasses = Array.isArray(rules) && rules.includes("classes") ? countClasses(refused) + 1 : 0;
  return {
    minChars: typeof minChars === "number" ? minChars : known.minChars,
    minClasses: Math.min(4, Math.max(known.minClasses, moreClasses)),
  };
}

/** The rule a refused password broke that no list of rules can show: it is a common one, or made of a name. */
export function hiddenRule({ params }: Failure): HiddenRule | null {
  const rules: unknown[] = Array.isArray(params.rules) ? params.rules : [];
  return hiddenRules.find((rule) => rules.includes(rule)) ?? null;
}

const hiddenRules = ["common", "personal", "context"] as const;
type HiddenRule = (typeof hiddenRules)[number];

/** How many of lower case, upper case, digit and other a text mixes. */
function countClasses(text: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(text)).length;
}
