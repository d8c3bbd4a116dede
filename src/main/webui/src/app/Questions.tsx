import { type SyntheticEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import type { Appeal, AppealPage } from "../core.js";
import { useService } from "../react.js";
import { answerAppeal, fetchClasses, fetchOpenAppeals, MOST_CHARACTERS, type Token } from "./appeals.js";
import { isInShadow, reconciliationAddress } from "./comparison.js";
import type { Demo } from "./demo.js";
import { EntrySummary } from "./LedgerEntryItem.js";
import { instructorToken, type Session } from "./session.js";

interface Course {
  readonly id: string;
  readonly name: string;
}

interface QuestionsProps {
  readonly demo: Demo | null;
  readonly session: Session;
}

/** What students ask about their points in the classes that the user teaches, to be answered. */
export function Questions({ demo, session }: QuestionsProps) {
  const token = useCallback(() => instructorToken(session), [session]);
  const courses = useTaughtClasses(demo, token);
  return (
    <section className="panel questions" aria-labelledby="questions-title">
      <h2 id="questions-title">Questions about points</h2>
      {courses.map((course) => (
        <QuestionsOfClass key={course.id} course={course} token={token} isNamed={courses.length > 1} />
      ))}
    </section>
  );
}

function useTaughtClasses(demo: Demo | null, token: Token): readonly Course[] {
  const [courses, setCourses] = useState<readonly Course[]>(demo === null ? [] : [demo.class]);
  useEffect(() => {
    let isWanted = true;
    if (demo === null) {
      fetchClasses(token).then(
        (found) => isWanted && setCourses(found.filter(({ role }) => role === "instructor")),
        () => undefined,
      );
    }
    return () => {
      isWanted = false;
    };
  }, [demo, token]);
  return courses;
}

interface QuestionsOfClassProps {
  readonly course: Course;
  readonly token: Token;
  readonly isNamed: boolean;
}

function QuestionsOfClass({ course, token, isNamed }: QuestionsOfClassProps) {
  const service = useService();
  const list = useRef<HTMLDivElement>(null);
  const [page, setPage] = useState<AppealPage | null>(null);
  const [message, setMessage] = useState("");
  const { id: classId, name } = course;

  const load = useCallback(
    async (before: number | null) => {
      try {
        const found = await fetchOpenAppeals(token, classId, before);
        setPage((known) =>
          before === null ? found : { items: [...(known?.items ?? []), ...found.items], next: found.next },
        );
      } catch (failure) {
        setMessage((failure as Error).message);
      }
    },
    [token, classId],
  );
  useEffect(() => {
    void load(null);
    return service.addEventListener("appeal_made", ({ class_id }) => {
      if (class_id === classId) {
        void load(null);
      }
    });
  }, [service, load, classId]);

  const onAnswered = (appeal: Appeal, decision: string) => {
    setPage((known) => known && { ...known, items: known.items.filter(({ id }) => id !== appeal.id) });
    setMessage(`The question of ${appeal.user?.username ?? "a student"} was ${decision}.`);
    // The form that had the focus is gone.
    list.current?.focus();
  };
  return (
    <div ref={list} tabIndex={-1} className="questions-of-class">
      {isNamed && <h3 dir="auto">{name}</h3>}
      {page?.items.length === 0 && <p className="empty">Nobody waits for an answer.</p>}
      <ul>
        {page?.items.map((appeal) => (
          <Question key={appeal.id} appeal={appeal} token={token} onAnswered={onAnswered} />
        ))}
      </ul>
      <p className="hint" role="status">
        {message}
      </p>
      <div className="ask-buttons">
        {page !== null && page.next !== null && (
          <button type="button" className="quiet" onClick={() => load(page.next)}>
            Load more
          </button>
        )}
        <button type="button" className="quiet" onClick={() => load(null)}>
          Look again
        </button>
        <ComparisonLink course={course} token={token} />
      </div>
    </div>
  );
}

/** Leads to the comparison with the other system, where there is one. */
function ComparisonLink({ course: { id, name }, token }: { readonly course: Course; readonly token: Token }) {
  const [isCompared, setCompared] = useState(false);
  useEffect(() => {
    let isWanted = true;
    isInShadow(token, id).then(
      (found) => isWanted && setCompared(found),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [token, id]);
  return (
    isCompared && (
      <a href={reconciliationAddress(id)}>
        Compare with the other system<span className="hidden"> in {name}</span>
      </a>
    )
  );
}

interface QuestionProps {
  readonly appeal: Appeal;
  readonly token: Token;
  readonly onAnswered: (appeal: Appeal, decision: string) => void;
}

function Question({ appeal, token, onAnswered }: QuestionProps) {
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const name = appeal.user?.username ?? "a student";
  const submit = async (event: SyntheticEvent<HTMLFormElement, SubmitEvent>) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent;
    const decision = submitter?.getAttribute("value") === "declined" ? "declined" : "accepted";
    const text = String(new FormData(event.currentTarget).get("text"));
    setBusy(true);
    setError("");
    try {
      await answerAppeal(token, appeal, decision, text);
      onAnswered(appeal, decision);
    } catch (failure) {
      setError((failure as Error).message);
      setBusy(false);
    }
  };
  return (
    <li className="question">
      <p className="question-text">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        : <bdi>{appeal.text}</bdi>
      </p>
      <div className="question-entry">
        <EntrySummary entry={appeal.entry} />
      </div>
      <form className="form" onSubmit={submit}>
        <label htmlFor={id}>
          Answer to <bdi>{name}</bdi>
        </label>
        <textarea id={id} name="text" rows={2} maxLength={MOST_CHARACTERS} required dir="auto" />
        <div className="ask-buttons">
          <button type="submit" name="decision" value="accepted" className="primary" disabled={busy}>
            Accept
          </button>
          <button type="submit" name="decision" value="declined" className="quiet" disabled={busy}>
            Decline
          </button>
        </div>
        <p className="error" role="alert">
          {error}
        </p>
      </form>
    </li>
  );
}
