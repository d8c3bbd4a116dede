import { type RefObject, useState } from "react";
import { ErrorBoundary, useGamification } from "../react.js";
import { Achievements } from "./Achievements.js";
import { Avatar } from "./Avatar.js";
import { Board } from "./Board.js";
import { Brand } from "./Brand.js";
import { Connection } from "./Connection.js";
import { useReconciliationAddress } from "./comparison.js";
import type { Demo } from "./demo.js";
import { Grading } from "./Grading.js";
import { Inbox } from "./Inbox.js";
import { Questions } from "./Questions.js";
import { Reconciliation } from "./Reconciliation.js";
import { Standing } from "./Standing.js";
import type { Session } from "./session.js";

interface DashboardProps {
  readonly demo: Demo | null;
  readonly session: Session;
  readonly onSignOut: () => void;
  readonly focusTarget: RefObject<HTMLElement | null>;
}

const FAILED = <p className="panel empty">This part of the page has failed. Reload it to see it again.</p>;

/** The page of a signed-in user. */
export function Dashboard({ demo, session, onSignOut, focusTarget }: DashboardProps) {
  const { user } = useGamification();
  const [grading, setGrading] = useState(false);
  const compared = useReconciliationAddress();
  const mayGrade = demo !== null || session.roles.includes("grader");
  const isStaff = demo?.users.some(({ id, role }) => id === user?.id && role === "instructor") ?? false;
  const mayAnswer = demo === null ? session.roles.includes("instructor") : grading || isStaff;
  return (
    <>
      <header className="bar">
        <Brand />
        <Connection />
        {user && (
          <>
            {mayGrade && (
              <button type="button" className="quiet" aria-expanded={grading} onClick={() => setGrading(!grading)}>
                Instructor
              </button>
            )}
            <Inbox />
            <div className="account">
              <Avatar user={user} />
              <span className="account-name" dir="auto">
                {user.username}
              </span>
              <button type="button" className="quiet" onClick={onSignOut}>
                Switch user
              </button>
            </div>
          </>
        )}
      </header>
      <main id="content" tabIndex={-1} ref={focusTarget}>
        <h1 className="hidden">Your standing, live</h1>
        {user && compared !== null && (
          <div className="dashboard">
            <ErrorBoundary fallback={FAILED}>
              <Reconciliation key={compared} classId={compared} session={session} />
            </ErrorBoundary>
          </div>
        )}
        {user && compared === null && (
          <div className="dashboard">
            {(grading || isStaff) && (
              <ErrorBoundary fallback={FAILED}>
                <Grading demo={demo} session={session} user={user} />
              </ErrorBoundary>
            )}
            {mayAnswer && (
              <ErrorBoundary fallback={FAILED}>
                <Questions demo={demo} session={session} />
              </ErrorBoundary>
            )}
            <ErrorBoundary fallback={FAILED}>
              <Standing demo={demo} user={user} session={session} />
            </ErrorBoundary>
            <ErrorBoundary fallback={FAILED}>
              <Board demo={demo} user={user} />
            </ErrorBoundary>
            <ErrorBoundary fallback={FAILED}>
              <Achievements />
            </ErrorBoundary>
          </div>
        )}
        {!user && (
          <p className="loading" role="status">
            Connecting…
          </p>
        )}
      </main>
    </>
  );
}
