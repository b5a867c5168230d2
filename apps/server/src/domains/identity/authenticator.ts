import type { Person } from "../directory/index.ts";

/** What somebody presents at the door. */
export interface SignInAttempt {
  /** Account or mobile. */
  login: string;
  password: string;
}

/**
 * The one seam through which people come in: whatever proves who somebody is stands behind it, and everything after it
 * (sessions, devices, locks of the dispatcher) is the same for all.
 */
export interface Authenticator {
  /**
   * Who the attempt proves to be.
   * @throws identity/wrong_credentials, identity/locked
   */
  prove(attempt: SignInAttempt): Promise<Person>;
}
