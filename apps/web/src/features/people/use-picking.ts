import type { PrincipalId } from "@qunxin/protocol";
import { type Dispatch, type SetStateAction, useRef, useState } from "react";
import { failureText } from "../../app/contract-form.tsx";
import { toast } from "../../ui/index.ts";
import {
  coveringDepartment,
  type Department,
  dropException,
  type Picked,
  type PickedGroup,
  type PickedPerson,
  removeLast,
  tickDepartment,
  tickGroup,
  tickPerson,
  untickDepartment,
  untickGroup,
  untickPerson,
} from "./selection.ts";
import type { Organisation } from "./use-organisation.ts";

export interface Picking {
  picked: Picked;
  /** Who is in the group already: shown as ticked, not to be changed. */
  members: ReadonlySet<PrincipalId>;
  /** Whether ticking a department takes those below it too. */
  below: boolean;
  setBelow: (below: boolean) => void;
  department: (target: Department, on: boolean, below?: boolean) => void;
  person: (person: PickedPerson, on: boolean) => void;
  people: (people: readonly PickedPerson[]) => void;
  group: (group: PickedGroup, on: boolean) => void;
  takeBack: (person: PickedPerson) => void;
  removeLast: () => void;
}

const nobody: ReadonlySet<PrincipalId> = new Set();

/** The acts of a picker on what it holds; `setPicked` is that of a useState. */
export function usePicking(
  picked: Picked,
  setPicked: Dispatch<SetStateAction<Picked>>,
  organisation: Organisation,
  members: ReadonlySet<PrincipalId> = nobody,
): Picking {
  const [below, setBelow] = useState(true);
  const latest = useRef(picked);
  latest.current = picked;
  const { childrenOf, ensureBranches } = organisation;

  const untick = async (target: Department, withBelow: boolean) => {
    const covering = coveringDepartment(latest.current, target);
    // Splitting a ticked department needs the names of its other branches; mostly they are on the screen already.
    if (covering) await ensureBranches(covering, target, !withBelow);
    setPicked((now) => untickDepartment(now, target, withBelow, childrenOf));
  };

  return {
    picked,
    members,
    below,
    setBelow,
    department: (target, on, withBelow = below) => {
      if (on) setPicked((now) => tickDepartment(now, target, withBelow, childrenOf));
      else untick(target, withBelow).catch((error: unknown) => toast.error(failureText(error)));
    },
    person: (person, on) => {
      if (!members.has(person.id)) setPicked((now) => (on ? tickPerson : untickPerson)(now, person));
    },
    people: (people) => setPicked((now) => people.reduce(tickPerson, now)),
    group: (group, on) => setPicked((now) => (on ? tickGroup : untickGroup)(now, group)),
    takeBack: (person) => setPicked((now) => dropException(now, person)),
    removeLast: () => setPicked(removeLast),
  };
}
