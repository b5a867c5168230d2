import * as z from "zod/mini";
import { call } from "./call.ts";
import { DepartmentId, PrincipalId } from "./ids.ts";
import { limits } from "./limits.ts";

export const Locale = z.enum(["zh-CN", "en"]);
export type Locale = z.infer<typeof Locale>;

export const GroupRole = z.enum(["owner", "administrator", "member", "external"]);
export type GroupRole = z.infer<typeof GroupRole>;

/** Acts of the permission matrix of product.md chapter 2. `edit` covers name, announcement and settings. */
export const GroupRight = z.enum(["invite", "remove", "edit", "mentionAll", "recall", "dissolve"]);
export type GroupRight = z.infer<typeof GroupRight>;

const rights = z.object({
  invite: z.boolean(),
  remove: z.boolean(),
  edit: z.boolean(),
  mentionAll: z.boolean(),
  recall: z.boolean(),
  dissolve: z.boolean(),
});

/** Who may do what: one row a role, one column a right. */
export const GroupRights = z.object({ owner: rights, administrator: rights, member: rights, external: rights });
export type GroupRights = z.infer<typeof GroupRights>;

/** Card fields whose visibility a policy can narrow. */
export const CardField = z.enum(["mobile", "email", "position", "employeeNo", "gender", "departments"]);
export type CardField = z.infer<typeof CardField>;

/** Who sees a field: everybody in the company, people sharing a department, leaders of any department, or nobody else. */
export const FieldAudience = z.enum(["everyone", "same_department", "leaders", "nobody"]);
export type FieldAudience = z.infer<typeof FieldAudience>;

/** Guarded people (executives, say): the named fields are shown only to the listed people and departments. */
export const GuardedFields = z.object({
  people: z.array(PrincipalId),
  departments: z.array(DepartmentId),
  fields: z.array(CardField),
  shownToPeople: z.array(PrincipalId),
  shownToDepartments: z.array(DepartmentId),
});
export type GuardedFields = z.infer<typeof GuardedFields>;

/**
 * The company's settings. Administrators see everything whatever `fieldAudience` says; external people see nothing.
 * Ranges of the numbers are judged by the call, which answers `policy/range` (acceptance 5).
 */
export const Policy = z.object({
  fieldAudience: z.record(CardField, FieldAudience),
  guarded: z.array(GuardedFields),
  groupRights: GroupRights,
  /** Cells as `role.right` that groups may not change for themselves. */
  lockedGroupRights: z.array(z.string()),
  /** Cap of a normal group for ordinary owners, 5 to 2,000; people on the whitelist may always reach 2,000. Acceptance 5. */
  normalGroupCap: z.int(),
  normalGroupCapWhitelist: z.array(PrincipalId),
  /** Members may @all in groups of at most this many people; 0 means never. Reading R31. */
  memberMentionAllUpTo: z.int(),
  password: z.object({
    minChars: z.int(),
    /** How many of lower case, upper case, digit, other a password must mix. */
    minClasses: z.int(),
    /** An initial or temporary password that is not used for so many days is void. Source: OWASP ASVS 5.0, 6.4.1 */
    initialDays: z.int(),
  }),
  /** A session ends this many days after it was opened, however much it is used. Source: OWASP ASVS 5.0, 7.3.2 */
  sessions: z.object({ maxDays: z.int() }),
  /** Administrators administer only once they have a second factor. Source: OWASP ASVS 5.0, 6.3.2 */
  secondFactor: z.object({ administrators: z.boolean() }),
  messages: z.object({
    /** 0 means never. Source: product.md chapter 3. */
    recallHours: z.int(),
    customerRecallMinutes: z.int(),
    editMinutes: z.int(),
    /** 已读/未读 at all. Acceptance 60. */
    receipts: z.boolean(),
  }),
  /** Days messages are kept by group type; null: for ever. All-staff groups and direct talk are kept for ever. */
  retention: z.object({ normalDays: z.nullable(z.int()), customerDays: z.nullable(z.int()) }),
  notifications: z.object({
    /** Push messages carry sender and text; off: only that there is something new. */
    pushContent: z.boolean(),
    /** Mentions notify in muted conversations and in do-not-disturb times. */
    mentionsBreakThrough: z.boolean(),
    urgentBreaksThrough: z.boolean(),
  }),
  files: z.object({
    maxBytes: z.int(),
    /** A larger image is refused. */
    imageMaxBytes: z.int(),
    /** A larger or longer video goes as a file. Acceptance 56. */
    videoMaxBytes: z.int(),
    videoMaxSeconds: z.int(),
    /** Media types told by the bytes, as `image/png` or `image/*`; empty: all. */
    allowedTypes: z.array(z.string()),
    /** Endings of names, lower case, without the dot. */
    blockedExtensions: z.array(z.string()),
  }),
});
export type Policy = z.infer<typeof Policy>;

const mib = 1024 * 1024;
const gib = 1024 * mib;
const none = { invite: false, remove: false, edit: false, mentionAll: false, recall: false, dissolve: false };

/** What a new company starts with. Source: product.md chapter 2 matrix, acceptance 30. */
export const defaultPolicy: Policy = {
  fieldAudience: {
    mobile: "everyone",
    email: "everyone",
    position: "everyone",
    employeeNo: "everyone",
    gender: "everyone",
    departments: "everyone",
  },
  guarded: [],
  groupRights: {
    owner: { invite: true, remove: true, edit: true, mentionAll: true, recall: true, dissolve: true },
    administrator: { invite: true, remove: true, edit: false, mentionAll: true, recall: true, dissolve: false },
    member: none,
    external: none,
  },
  lockedGroupRights: [],
  normalGroupCap: limits.normalGroupMembers,
  normalGroupCapWhitelist: [],
  memberMentionAllUpTo: 0,
  password: { minChars: 8, minClasses: 2, initialDays: 30 },
  sessions: { maxDays: 90 },
  secondFactor: { administrators: false },
  messages: { recallHours: 24, customerRecallMinutes: 2, editMinutes: 24 * 60, receipts: true },
  retention: { normalDays: 90, customerDays: null },
  notifications: { pushContent: true, mentionsBreakThrough: true, urgentBreaksThrough: true },
  files: {
    maxBytes: 2 * gib,
    imageMaxBytes: 50 * mib,
    videoMaxBytes: 100 * mib,
    videoMaxSeconds: 300,
    allowedTypes: [],
    blockedExtensions: [],
  },
};

export const CompanyInfo = z.object({
  name: z.string(),
  /** IANA zone, for day boundaries such as daily quotas. */
  timeZone: z.string(),
  locale: Locale,
});
export type CompanyInfo = z.infer<typeof CompanyInfo>;

export const Password = z.string().check(z.minLength(1), z.maxLength(limits.passwordMaxChars));
export const PersonName = z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.personNameChars));
export const Account = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(limits.accountChars), z.regex(/^[A-Za-z0-9][A-Za-z0-9._@-]*$/));

/** How far a background task is: `done` of `total` steps, 0 of 0 while unknown. */
export const Progress = z.object({ done: z.int(), total: z.int() });
export type Progress = z.infer<typeof Progress>;

export const DemoState = z.object({
  state: z.enum(["none", "loading", "loaded", "failed"]),
  progress: Progress,
  /** Some people of the demo company to sign in as; empty until loaded. */
  people: z.array(z.object({ name: z.string(), account: z.string(), password: z.string(), role: z.string() })),
});
export type DemoState = z.infer<typeof DemoState>;

export const companyCalls = {
  "company.status": call({
    summary: "Tells whether the company is set up; the first call of every client.",
    access: "public",
    kind: "read",
    input: z.object({}),
    output: z.object({ ready: z.boolean(), company: z.nullable(CompanyInfo), version: z.string() }),
    errors: [],
  }),
  "company.setUp": call({
    summary:
      "Creates the company, its root department and its first administrator, and signs that person in. Works once.",
    access: "setup",
    kind: "write",
    input: z.object({
      code: z.string().check(z.minLength(1), z.maxLength(200)),
      company: z.object({
        name: z.string().check(z.trim(), z.minLength(1), z.maxLength(limits.departmentNameChars)),
        timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
        locale: Locale,
      }),
      administrator: z.object({
        name: PersonName,
        account: Account,
        password: Password,
        mobile: z.optional(z.string()),
      }),
    }),
    output: z.object({ administratorId: PrincipalId }),
    errors: ["company/already_set_up", "company/setup_code", "identity/password_policy"],
  }),
  "company.policy": call({
    summary: "The company's settings.",
    access: "administrator",
    kind: "read",
    input: z.object({}),
    output: Policy,
    errors: [],
  }),
  "company.setPolicy": call({
    summary: "Replaces the given settings; idempotent by nature.",
    access: "administrator",
    kind: "write",
    input: z.partial(Policy),
    output: Policy,
    errors: ["policy/range"],
  }),
  "company.loadDemo": call({
    summary: "Starts loading the demo company in the background; repeated while loading or loaded it changes nothing.",
    access: "administrator",
    kind: "write",
    input: z.object({}),
    output: DemoState,
    errors: ["company/demo_not_empty"],
  }),
  "company.demo": call({
    summary: "How far the demo company is.",
    access: "administrator",
    kind: "read",
    input: z.object({}),
    output: DemoState,
    errors: [],
  }),
} as const;
