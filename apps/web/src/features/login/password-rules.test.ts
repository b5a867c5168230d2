import { Failure } from "@qunxin/protocol";
import { expect, test } from "vitest";
import { hiddenRule, learntPolicy, passwordRules } from "./password-rules.ts";

const policy = { minChars: 8, minClasses: 2 };

test("each password rule tells by itself whether it is met", () => {
  const met = (password: string) => passwordRules(password, policy).map((state) => state.met);
  expect(met("")).toEqual([false, false]);
  expect(met("abcdefgh")).toEqual([true, false]);
  expect(met("abc1")).toEqual([false, true]);
  expect(met("abcdefg1")).toEqual([true, true]);
  expect(met("密码密码密码密码a")).toEqual([true, true]);
});

test("a policy without a mix of characters shows no rule about it", () => {
  expect(passwordRules("", { minChars: 10, minClasses: 1 }).map(({ rule }) => rule)).toEqual(["length"]);
});

test("a refusal of the server teaches the rules of a stricter company", () => {
  const refusal = new Failure("identity/password_policy", { minChars: 12, rules: ["length", "classes"] });
  expect(learntPolicy(refusal, "abcdefg1", policy)).toEqual({ minChars: 12, minClasses: 3 });
  expect(hiddenRule(refusal)).toBeNull();
});

test("a common password is told as such, since every listed rule may be met", () => {
  expect(hiddenRule(new Failure("identity/password_policy", { minChars: 8, rules: ["common"] }))).toBe("common");
  expect(hiddenRule(new Failure("identity/password_policy", { minChars: 8, rules: ["personal"] }))).toBe("personal");
  expect(hiddenRule(new Failure("identity/password_policy", { minChars: 8, rules: ["context"] }))).toBe("context");
});
