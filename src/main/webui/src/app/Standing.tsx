import { useState } from "react";
import { toast } from "sonner";
import type { Player } from "../core.js";
import { BadgeIcon, signed, useGameState, useGamification, useLeaderboardWebSocket } from "../react.js";
import { CountingNumber } from "./CountingNumber.js";
import type { Demo } from "./demo.js";
import { formatDays, formatNumber } from "./format.js";
import { postSubmission, randomSubmission } from "./grader.js";
import { Ledger } from "./Ledger.js";
import { PointsChart } from "./PointsChart.js";
import type { Session } from "./session.js";

interface StandingProps {
  readonly demo: Demo | null;
  readonly user: Player;
  readonly session: Session;
}

/** The user's points, rank and streak, and a chart of the points. */
export function Standing({ demo, user, session }: StandingProps) {
  const { points, rank, streak, streakAtRisk, notifications } = useGamification();
  const { leaderboardData } = useLeaderboardWebSocket();
  const { points: last } = useGameState();
  const total = leaderboardData?.pagination.total_count;
  return (
    <section className="panel standing" aria-labelledby="standing-title">
      <h2 id="standing-title" className="hidden">
        You
      </h2>
      <div>
        <p className="label">Your points</p>
        <p className="points">
          <CountingNumber value={points} />
          {last !== null && last.points_earned !== 0 && (
            <span key={last.new_points} className={`gain${last.points_earned < 0 ? " loss" : ""}`} aria-hidden="true">
              {signed(last.points_earned)}
            </span>
          )}
        </p>
      </div>
      <dl className="facts">
        <div>
          <dt>Rank</dt>
          <dd>
            {rank === null ? "–" : `#${formatNumber(rank)}`}
            {rank !== null && total !== undefined && <span className="of"> of {formatNumber(total)}</span>}
          </dd>
        </div>
        <div>
          <dt>Streak</dt>
          <dd>
            {streak > 0 && <BadgeIcon name="streak" />}
            {formatDays(streak)}
            {streakAtRisk && <span className="of"> ends today</span>}
          </dd>
        </div>
      </dl>
      <Ledger session={session} />
      <PointsChart notifications={notifications} />
      {demo && <PlayGrader demo={demo} user={user} />}
    </section>
  );
}

/** Lets a visitor submit something and see what happens. */
function PlayGrader({ demo, user }: { readonly demo: Demo; readonly user: Player }) {
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    try {
      await postSubmission(randomSubmission(demo.class.id, user));
    } catch (error) {
      toast.error("Not submitted", { description: (error as Error).message });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="play">
      <button type="button" className="primary" onClick={submit} disabled={busy}>
        Submit as grader
      </button>
      <p className="hint">
        Posts a graded submission of yours to <code>/api/submissions</code>. What you see next comes back over the
        socket.
      </p>
    </div>
  );
}
