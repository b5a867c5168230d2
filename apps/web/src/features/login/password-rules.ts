import { defaultPolicy, type Policy } from "@qunxin/protocol";

export type PasswordPolicy = Policy["password"];

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

/** How many of lower case, upper case, digit and other a text mixes. */
function countClasses(text: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(text)).length;
}
