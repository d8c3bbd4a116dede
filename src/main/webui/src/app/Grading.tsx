import { type SyntheticEvent, useEffect, useId, useState } from "react";
import type { Player } from "../core.js";
import { call } from "./api.js";
import type { Demo } from "./demo.js";
import { formatNumber } from "./format.js";
import { type Outcome, postSubmission, type Submission } from "./grader.js";
import { instructorToken, type Session } from "./session.js";

interface GradingProps {
  readonly demo: Demo | null;
  readonly session: Session;
  readonly user: Player;
}

interface Graded {
  readonly submission: Submission;
  readonly outcome: Outcome;
}

const MOST_SHOWN = 5;

/** The instructor's view: submits results for anybody, regrades them, and freezes the board of the class. */
export function Grading({ demo, session, user }: GradingProps) {
  const [graded, setGraded] = useState<readonly Graded[]>([]);
  const [message, setMessage] = useState("");
  const [busy, setBusy] = useState(false);
  const token = typeof session.token === "string" ? session.token : undefined;

  const attempt = async (action: () => Promise<string>) => {
    setBusy(true);
    try {
      setMessage(await action());
    } catch (error) {
      setMessage((error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  const post = (submission: Submission) =>
    attempt(async () => {
      const outcome = await postSubmission(submission, token);
      setGraded((known) =>
        [
          { submission, outcome },
          ...known.filter((each) => each.submission.submission_id !== submission.submission_id),
        ].slice(0, MOST_SHOWN),
      );
      return `${submission.problem.title} of ${submission.user.username}: ${outcome.outcome}, ${outcome.points_earned} points`;
    });
  return (
    <section className="panel grading" aria-labelledby="grading-title">
      <h2 id="grading-title">Instructor</h2>
      <SubmissionForm demo={demo} user={user} busy={busy} onSubmit={post} />
      {graded.length > 0 && <Regrades graded={graded} busy={busy} onRegrade={post} />}
      {demo && <Freeze classId={demo.class.id} busy={busy} attempt={attempt} session={session} />}
      <p className="hint grading-message" role="status">
        {message}
      </p>
    </section>
  );
}

interface SubmissionFormProps {
  readonly demo: Demo | null;
  readonly user: Player;
  readonly busy: boolean;
  readonly onSubmit: (submission: Submission) => void;
}

function SubmissionForm({ demo, user, busy, onSubmit }: SubmissionFormProps) {
  const id = useId();
  const students: readonly Player[] = demo?.users.filter(({ role }) => role === "student") ?? [user];
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const student = students.find((each) => each.id === form.get("student")) ?? user;
    onSubmit({
      source: "page",
      submission_id: crypto.randomUUID(),
      revision: 1,
      user: { id: student.id, username: student.username },
      ...(demo && { class_id: demo.class.id }),
      kind: form.get("kind") === "assignment" ? "assignment" : "practice",
      problem: {
        id: `page-${crypto.randomUUID()}`,
        title: String(form.get("title")),
        points: Number(form.get("points")),
      },
      score: Number(form.get("score")),
      max_score: 100,
      attempt_number: 1,
    });
  };
  return (
    <form className="form grading-form" onSubmit={submit}>
      <label htmlFor={`${id}-student`}>Student</label>
      <select id={`${id}-student`} name="student">
        {students.map((student) => (
          <option key={student.id} value={student.id}>
            {student.username}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-title`}>Problem</label>
      <input id={`${id}-title`} name="title" defaultValue="Dijkstra, Step by Step" required maxLength={200} />
      <label htmlFor={`${id}-kind`}>Kind</label>
      <select id={`${id}-kind`} name="kind">
        <option value="practice">Practice</option>
        <option value="assignment">Assignment</option>
      </select>
      <label htmlFor={`${id}-points`}>Points</label>
      <input
        id={`${id}-points`}
        name="points"
        type="number"
        min={0}
        max={1000}
        step={0.01}
        defaultValue={40}
        required
      />
      <label htmlFor={`${id}-score`}>Score, %</label>
      <input id={`${id}-score`} name="score" type="number" min={0} max={100} defaultValue={100} required />
      <button type="submit" className="primary" disabled={busy}>
        Submit
      </button>
    </form>
  );
}

interface RegradesProps {
  readonly graded: readonly Graded[];
  readonly busy: boolean;
  readonly onRegrade: (submission: Submission) => void;
}

function Regrades({ graded, busy, onRegrade }: RegradesProps) {
  return (
    <>
      <h3>Regrade</h3>
      <ul className="regrades">
        {graded.map(({ submission }) => {
          const { submission_id, problem, user, score, revision } = submission;
          const to = score >= 50 ? 0 : 100;
          return (
            <li key={submission_id}>
              <span>
                {problem.title} <bdi className="of">{user.username}</bdi>
              </span>
              <span className="number">{formatNumber(score)} %</span>
              <button
                type="button"
                className="quiet"
                disabled={busy}
                onClick={() => onRegrade({ ...submission, revision: revision + 1, score: to })}
              >
                Regrade to {to} %
              </button>
            </li>
          );
        })}
      </ul>
    </>
  );
}

interface FreezeProps {
  readonly classId: string;
  readonly busy: boolean;
  readonly attempt: (action: () => Promise<string>) => Promise<void>;
  readonly session: Session;
}

interface BoardSettings {
  readonly frozen: boolean;
}

/** Freezes the board of the class for its students, and thaws it. */
function Freeze({ classId, busy, attempt, session }: FreezeProps) {
  const [frozen, setFrozen] = useState(false);
  const board = `api/classes/${encodeURIComponent(classId)}/board`;
  useEffect(() => {
    let isWanted = true;
    void instructorToken(session)
      .then((instructor) => call<BoardSettings>(board, { token: instructor }))
      .then((settings) => isWanted && setFrozen(settings.frozen))
      // An error here shows again when the board is changed.
      .catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [board, session]);
  const toggle = () =>
    attempt(async () => {
      const instructor = await instructorToken(session);
      const settings = await (frozen
        ? call<BoardSettings>(`${board}/freeze`, { token: instructor, method: "DELETE" })
        : call<BoardSettings>(`${board}/freeze`, { token: instructor, method: "PUT", body: {} }));
      setFrozen(settings.frozen);
      return settings.frozen ? "The class board is frozen for students." : "The class board is live again.";
    });
  return (
    <p className="freeze">
      <button type="button" className="quiet" disabled={busy} onClick={toggle}>
        {frozen ? "Thaw the class board" : "Freeze the class board"}
      </button>
    </p>
  );
}
