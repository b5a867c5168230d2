import { castExternals } from "./cast.ts";
import type { SampleCompany, SamplePerson } from "./company.ts";
import { type Random, randomFrom } from "./random.ts";
import { companyWideTalk } from "./talk/company-wide.ts";
import { customerTalk } from "./talk/customers.ts";
import { departmentTalk } from "./talk/departments.ts";
import { directTalk } from "./talk/directs.ts";
import { projectTalk } from "./talk/projects.ts";
import type { DirectScript, GroupScript } from "./talk/script.ts";

/** Somebody of the company: an employee by account, an external contact by mobile. */
export type Speaker = string;

export interface TalkMessage {
  readonly by: Speaker;
  readonly text: string;
  readonly at: Date;
  readonly mentions: readonly Speaker[];
  readonly mentionAll: boolean;
  /** Index of the answered message in the same conversation. */
  readonly replyTo: number | null;
}

export interface TalkGroup {
  readonly name: string;
  readonly type: GroupScript["type"];
  readonly owner: Speaker;
  readonly administrators: readonly Speaker[];
  /** Accounts, the owner included; empty for the all-staff group, which has everybody. */
  readonly members: readonly Speaker[];
  /** Paths of the departments the group was made from, with those below. */
  readonly departments: readonly string[];
  readonly externals: readonly Speaker[];
  readonly announcement: string;
  readonly messages: readonly TalkMessage[];
}

export interface TalkDirect {
  readonly between: readonly [Speaker, Speaker];
  readonly messages: readonly TalkMessage[];
}

export interface Talk {
  readonly groups: readonly TalkGroup[];
  readonly directs: readonly TalkDirect[];
}

/**
 * About 25 groups and some direct chats of the company with what was said in the working days before `now`, in order of
 * time. The company must have the whole headquarters, which 300 people have.
 */
export function makeTalk(company: SampleCompany, { now, seed = 1 }: { now: Date; seed?: number }): Talk {
  const random = randomFrom(seed);
  const stage = { company, now, random };
  const scripts = [...companyWideTalk, ...projectTalk, ...departmentTalk, ...customerTalk];
  return {
    groups: scripts.map((script) => makeGroup(stage, script)),
    directs: directTalk.map((script) => makeDirect(stage, script)),
  };
}

interface Stage {
  readonly company: SampleCompany;
  readonly now: Date;
  readonly random: Random;
}

function makeGroup(stage: Stage, script: GroupScript): TalkGroup {
  const { company } = stage;
  const voices = castVoices(company, script.voices);
  const voice = (letter: string) => known(voices.get(letter), letter).speaker;
  const departments = script.departments ?? [];
  const employees = new Set(company.people.map(({ account }) => account));
  const below = company.people.filter(({ placements }) =>
    placements.some(({ path }) => departments.some((department) => `${path}/`.startsWith(`${department}/`))),
  );
  const speaking = [...voices.values()].map(({ speaker }) => speaker).filter((speaker) => employees.has(speaker));
  const members = new Set([voice(script.owner), ...speaking, ...below.map(({ account }) => account)]);
  return {
    name: script.name.replace("{company}", company.name),
    type: script.type,
    owner: voice(script.owner),
    administrators: (script.administrators ?? []).map(voice),
    members: script.type === "all_staff" ? [] : [...members],
    departments,
    externals: (script.externals ?? []).map((name) => external(name).mobile),
    announcement: script.announcement ?? "",
    messages: perform(stage, script.script, voices),
  };
}

function makeDirect(stage: Stage, { voices: parts, script }: DirectScript): TalkDirect {
  const voices = castVoices(stage.company, parts);
  const [first, second] = ["A", "B"].map((letter) => known(voices.get(letter), letter).speaker) as [Speaker, Speaker];
  return { between: [first, second], messages: perform(stage, script, voices) };
}

interface Voice {
  readonly speaker: Speaker;
  readonly name: string;
}

function castVoices(company: SampleCompany, parts: Readonly<Record<string, string>>): Map<string, Voice> {
  return new Map(Object.entries(parts).map(([letter, part]) => [letter, voiceOf(company, part)]));
}

function voiceOf({ people }: SampleCompany, part: string): Voice {
  if (part.startsWith("外:")) {
    const { mobile, name } = external(part.slice(2));
    return { speaker: mobile, name };
  }
  const [path = "", nth] = part.split("#");
  const inIt = (leader: boolean) => (person: SamplePerson) =>
    person.placements.some((at) => at.path === path && at.leader === leader);
  const person =
    people.find(({ account }) => account === part) ??
    (nth ? people.filter(inIt(false))[Number(nth) - 1] : people.find(inIt(true))) ??
    people.find(({ placements }) => placements.some((at) => `${at.path}/`.startsWith(`${path}/`)));
  const { account, name } = known(person, part);
  return { speaker: account, name };
}

function external(name: string) {
  return known(
    castExternals.find((contact) => contact.name === name),
    name,
  );
}

function known<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new RangeError(`the company has no ${name}`);
  return thing;
}

/** Turns a script into messages; within an episode people take between ten seconds and four minutes to answer. */
function perform({ now, random }: Stage, script: string, voices: ReadonlyMap<string, Voice>): TalkMessage[] {
  const messages: TalkMessage[] = [];
  let at = now.getTime();
  let episodeStart = 0;
  for (const line of script.trim().split("\n")) {
    const episode = /^# (\d+) (\d\d):(\d\d)$/.exec(line);
    if (episode) {
      at = momentBefore(now, Number(episode[1]), Number(episode[2]), Number(episode[3]));
      episodeStart = messages.length;
      continue;
    }
    const [, letter = "", reply, text = ""] = /^([A-Z]) (?:>(\d+) )?(.+)$/.exec(line) ?? [];
    const replyTo = reply ? episodeStart + Number(reply) - 1 : null;
    messages.push({
      by: known(voices.get(letter), line).speaker,
      at: new Date(at),
      replyTo,
      ...mentionsIn(text, voices),
    });
    at += 10_000 + random.below(230_000);
  }
  return messages;
}

function mentionsIn(text: string, voices: ReadonlyMap<string, Voice>) {
  const mentions: Speaker[] = [];
  const spoken = text.replace(/@all/g, "@所有人").replace(/@([A-Z])(?![A-Za-z])/g, (_, letter: string) => {
    const { speaker, name } = known(voices.get(letter), text);
    mentions.push(speaker);
    return `@${name}`;
  });
  return { text: spoken, mentions, mentionAll: text.includes("@all") };
}

const dayMs = 24 * 3_600_000;
/** China Standard Time: the sample company works in Shanghai. */
const zoneMs = 8 * 3_600_000;

/** The given time of day, local, so many working days before `now`. */
function momentBefore(now: Date, workingDays: number, hour: number, minute: number): number {
  let midnight = Math.floor((now.getTime() + zoneMs) / dayMs) * dayMs - zoneMs;
  for (let left = workingDays; left > 0; ) {
    midnight -= dayMs;
    const weekday = new Date(midnight + zoneMs).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return midnight + (hour * 60 + minute) * 60_000;
}
