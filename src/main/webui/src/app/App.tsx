import { useEffect, useRef, useState } from "react";
import { websocketService } from "../core.js";
import { GamificationProvider, NotificationToasts } from "../react.js";
import { Dashboard } from "./Dashboard.js";
import type { Demo } from "./demo.js";
import { keepSession, restoredSession, type Session } from "./session.js";
import { Welcome } from "./Welcome.js";

/** The number of past events that the chart and the inbox show. */
const HISTORY = 300;

/** The page: a welcome, or the dashboard of a signed-in user. */
export function App({ demo }: { readonly demo: Demo | null }) {
  const [session, setSession] = useState(restoredSession);
  const [reason, setReason] = useState("");
  const focusTarget = useRef<HTMLElement>(null);

  const change = (next: Session | null, why = "") => {
    websocketService.clearAuth();
    keepSession(next);
    setSession(next);
    setReason(why);
    focusTarget.current?.focus();
  };

  useEffect(
    () =>
      websocketService.addEventListener("status", ({ status }) => {
        if (status.state === "stopped") {
          // Deferred, since the service is still notifying listeners of this change.
          setTimeout(() => change(null, status.reason || "The server has ended this session."));
        }
      }),
    // biome-ignore lint/correctness/useExhaustiveDependencies: it uses nothing that changes
    [change],
  );

  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      {session === null ? (
        <Welcome demo={demo} reason={reason} onSignIn={change} focusTarget={focusTarget} />
      ) : (
        <GamificationProvider token={session.token} history={HISTORY}>
          <Dashboard demo={demo} session={session} onSignOut={() => change(null)} focusTarget={focusTarget} />
          <NotificationToasts />
        </GamificationProvider>
      )}
    </>
  );
}
