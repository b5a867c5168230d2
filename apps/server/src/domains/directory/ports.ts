import type { DepartmentId, FileId, PrincipalId } from "@qunxin/protocol";
import type { Reading, Tx } from "../../platform/database.ts";

/** What the directory needs of credentials and sessions. Identity implements it. */
export interface CredentialsPort {
  /** The password somebody new signs in with first and must change then. */
  initialPassword(personId: PrincipalId): string;
  /** Ends every session of these people in this transaction. */
  endSessions(tx: Tx, personIds: readonly PrincipalId[]): Promise<void>;
}

/** Groups implement it. Called inside the transaction of every directory change, after the directory's own writes. */
export interface OrganisationFollower {
  organisationChanged(tx: Tx, change: OrganisationChange): Promise<void>;
}

/** What a change of the directory means for those who follow it. */
export interface OrganisationChange {
  by: PrincipalId | null;
  /** Became active employees (hired, re-enabled). */
  joined: readonly PrincipalId[];
  /** Were active and no longer are (disabled, left); external people too. */
  gone: readonly PrincipalId[];
  /** Main departments of the gone ones as they were: leavers have lost them by now. */
  formerDepartments?: ReadonlyMap<PrincipalId, DepartmentId>;
  /** Active people whose placements changed, and those of changed departments. */
  moved: readonly PrincipalId[];
  /** Departments moved, created or deleted. */
  departmentsChanged: boolean;
  /** Who takes over what the gone ones own. */
  successorId?: PrincipalId;
}

/** Who shares a group with whom: external people know only those. The log implements it. */
export interface CoMembership {
  /** Those of `ids` who are in a group together with `personId`. */
  shareGroup(reading: Reading, personId: PrincipalId, ids: readonly PrincipalId[]): Promise<PrincipalId[]>;
}

/** Pictures of people that were uploaded here. Files implement it. */
export interface PicturesPort {
  /**
   * Holds a ready upload of that person's, meant to be a picture, until the transaction ends; no sweep takes it for a day.
   * @throws files/not_found, files/not_ready
   */
  forPerson(tx: Tx, personId: PrincipalId, fileId: FileId): Promise<void>;
}

/** Needs of the directory to its right. Read at call time, so that the composition may fill them in later. */
export interface DirectoryPorts {
  credentials: CredentialsPort;
  follower: OrganisationFollower;
  coMembership: CoMembership;
  pictures: PicturesPort;
}
