/**
 * A group of the sample company and what is said in it. Voices are accounts of the cast, `部门路径` for a department's
 * leader, `部门路径#2` for its second other person, or `外:姓名` for an external contact.
 *
 * A script has episodes, `# 3 09:30` (three working days ago, local time), and lines `A text`: the voice, then the text.
 * `>2` after the voice answers the second message of the episode; `@B` mentions a voice and `@all` everybody.
 */
export interface GroupScript {
  readonly name: string;
  readonly type: "normal" | "all_staff" | "customer";
  readonly voices: Readonly<Record<string, string>>;
  /** Whose group it is: a letter of `voices`. */
  readonly owner: string;
  readonly administrators?: readonly string[];
  /** Departments whose people are members too, those below included. */
  readonly departments?: readonly string[];
  readonly externals?: readonly string[];
  readonly announcement?: string;
  readonly script: string;
}

/** Two people and what they say to each other, A and B. */
export interface DirectScript {
  readonly voices: Readonly<Record<"A" | "B", string>>;
  readonly script: string;
}
