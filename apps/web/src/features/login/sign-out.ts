import { useState } from "react";
import { failureText } from "../../app/contract-form.tsx";
import { client } from "../../app/live.ts";
import { toast } from "../../ui/index.ts";
import { forgetRecalled } from "../conversation/acts/recalled-drafts.ts";
import { forgetSearches } from "../search/recent-searches.ts";
import { forgetSession, rememberSession } from "./session-note.ts";

/** Ends this session, then starts the page anew at the login screen, so that nothing of the person stays in memory or on the device. */
export function useSignOut(): { signOut: () => void; leaving: boolean } {
  const [leaving, setLeaving] = useState(false);
  const signOut = () => {
    setLeaving(true);
    // Before the call: the socket may close, and lead to the login screen, ahead of the answer.
    forgetSession();
    forgetSearches();
    forgetRecalled(true);
    client.signOut().then(leave, (error: unknown) => {
      // A session that is over already is what was asked for.
      if (Object(error).code === "identity/signed_out") return client.forget().then(leave);
      rememberSession();
      setLeaving(false);
      toast.error(failureText(error));
    });
  };
  return { signOut, leaving };
}

function leave(): void {
  window.location.assign("/login");
}
