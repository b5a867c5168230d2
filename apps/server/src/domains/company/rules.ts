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
    sessions: { ...defaultPolicy.sessions, ...stored.sessions },
    secondFactor: { ...defaultPolicy.secondFactor, ...stored.secondFactor },
    messages: { ...defaultPolicy.messages, ...stored.messages },
    retention: { ...defaultPolicy.retention, ...stored.retention },
    notifications: { ...defaultPolicy.notifications, ...stored.notifications },
    files: { ...defaultPolicy.files, ...stored.files },
  };
}

/** @throws policy/range naming the first number outside its range. Source: acceptance 5. */
export function judgePolicy(policy: Policy): void {
  const shortest = limits.retentionDaysMin;
  const ranges: [field: string, value: number, min: number, max: number][] = [
    ["normalGroupCap", policy.normalGroupCap, limits.groupCapMin, limits.groupCapMax],
    ["memberMentionAllUpTo", policy.memberMentionAllUpTo, 0, 2_000],
    ["password.minChars", policy.password.minChars, limits.passwordMinChars, 64],
    ["password.minClasses", policy.password.minClasses, 1, 4],
    ["password.initialDays", policy.password.initialDays, 1, limits.initialPasswordMaxDays],
    ["sessions.maxDays", policy.sessions.maxDays, 1, limits.sessionMaxDays],
    ["messages.recallHours", policy.messages.recallHours, 0, 24 * 365],
    ["messages.customerRecallMinutes", policy.messages.customerRecallMinutes, 0, 24 * 60],
    ["messages.editMinutes", policy.messages.editMinutes, 0, 365 * 24 * 60],
    ["retention.normalDays", policy.retention.normalDays ?? shortest, shortest, limits.retentionDaysMax],
    ["retention.customerDays", policy.retention.customerDays ?? shortest, shortest, limits.retentionDaysMax],
    ["files.maxBytes", policy.files.maxBytes, limits.fileBytesMin, limits.fileBytesMax],
    ["files.imageMaxBytes", policy.files.imageMaxBytes, limits.fileBytesMin, limits.imageBytesMax],
    ["files.videoMaxBytes", policy.files.videoMaxBytes, limits.fileBytesMin, limits.fileBytesMax],
    ["files.videoMaxSeconds", policy.files.videoMaxSeconds, 1, 24 * 3_600],
  ];
  for (const [field, value, min, max] of ranges) {
    if (!Number.isInteger(value) || value < min || value > max) fail("policy/range", { field, min, max });
  }
}
