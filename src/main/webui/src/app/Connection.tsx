import { useEffect, useState } from "react";
import { useConnectionStatus } from "../react.js";

/** Shorter interruptions are not shown, ms. */
const OUTAGE_MS = 1_500;

/** Shows whether the page is live. */
export function Connection() {
  const game = useConnectionStatus("game");
  const boards = useConnectionStatus("leaderboard");
  const isConnected = game.isConnected && boards.isConnected;
  const [isAway, setAway] = useState(false);
  const [wasConnected, setWasConnected] = useState(false);

  useEffect(() => {
    if (isConnected) {
      setAway(false);
      setWasConnected(true);
      return;
    }
    const timer = setTimeout(() => setAway(true), OUTAGE_MS);
    return () => clearTimeout(timer);
  }, [isConnected]);

  const polls = game.transport === "polling" || boards.transport === "polling";
  const text =
    isConnected || (wasConnected && !isAway)
      ? polls
        ? "Updating every 5 s"
        : "Live"
      : wasConnected
        ? navigator.onLine
          ? "Reconnecting…"
          : "Offline"
        : "Connecting…";
  const state = text === "Live" ? "open" : polls && isConnected ? "polling" : "waiting";
  return (
    <p className="connection" data-state={state} role="status">
      {text}
    </p>
  );
}
