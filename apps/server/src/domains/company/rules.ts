import { defaultPolicy, fail, limits, type Policy } from "@qunxin/protocol";

/** The stored policy with defaults for whatever it does not say, down to single cells of the matrix. */
export function completePolicy(stored: Partial<Policy>): Policy {
  const rights = stored.groupRights;
  return {
    ...defaultPolicy,
    ...stored,
    fieldAudience: { ...defaultPolicy.fieldAudience, ...stored.fieldAudience },
    groupRights: {
      owner: { ...defaultPolicy.groupRights.owner, ...rights?.owner },
      administrator: { ...defaultPolicy.groupRights.administrator, ...rights?.administrator },
      member: { ...defaultPolicy.groupRights.member, ...rights?.member },
      external: { ...defaultPolicy.groupRights.external, ...rights?.external },
    },
    password: { ...defaultPolicy.password, ...stored.password },
  };
}

/** @throws policy/range naming the first number outside its range. Source: acceptance 5. */
export function judgePolicy(policy: Policy): void {
  const ranges: [field: string, value: number, min: number, max: number][] = [
    ["normalGroupCap", policy.normalGroupCap, limits.groupCapMin, limits.groupCapMax],
    ["memberMentionAllUpTo", policy.memberMentionAllUpTo, 0, 2_000],
    ["password.minChars", policy.password.minChars, limits.passwordMinChars, 64],
    ["password.minClasses", policy.password.minClasses, 1, 4],
  ];
  for (const [field, value, min, max] of ranges) {
    if (!Number.isInteger(value) || value < min || value > max) fail("policy/range", { field, min, max });
  }
}
