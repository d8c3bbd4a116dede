import { useCallback, useEffect, useRef, useState } from "react";
import { Avatar } from "./Avatar.js";
import type { Token } from "./appeals.js";
import {
  type Comparison,
  fetchReconciliation,
  inWords,
  type ReconciliationPage,
  type Side,
  summarise,
} from "./comparison.js";
import { formatMoment, formatNumber } from "./format.js";
import { instructorToken, type Session } from "./session.js";

interface ReconciliationProps {
  readonly classId: string;
  readonly session: Session;
}

/** Compares what the other system says of a class with what Laurel computes, for those who teach it. */
export function Reconciliation({ classId, session }: ReconciliationProps) {
  const token = useCallback(() => instructorToken(session), [session]);
  const [different, setDifferent] = useState(false);
  const { page, error, busy, load } = useComparison(token, classId, different);
  return (
    <section className="panel reconciliation" aria-labelledby="reconciliation-title">
      <h2 id="reconciliation-title">
        Laurel and the other system: <bdi>{classId}</bdi>
      </h2>
      <p className="reconciliation-outcome" role="status" data-zero={page?.summary.zero}>
        {page === null ? busy && "Comparing…" : summarise(page)}
      </p>
      <p className="error" role="alert">
        {error}
      </p>
      <div className="ask-buttons">
        <label className="reconciliation-filter">
          <input type="checkbox" checked={different} onChange={(event) => setDifferent(event.currentTarget.checked)} />
          Only students who differ
        </label>
        <button type="button" className="quiet" disabled={busy} onClick={() => load(null)}>
          Compare again
        </button>
        <a className="quiet" href="#/">
          Back
        </a>
        {page?.computed_at && (
          <span className="hint">
            Computed <time dateTime={page.computed_at}>{formatMoment(page.computed_at)}</time>
          </span>
        )}
      </div>
      {page !== null && page.students.length > 0 && <Table students={page.students} />}
      {page !== null && page.next !== null && (
        <button type="button" className="quiet" disabled={busy} onClick={() => load(page.next)}>
          Load more
        </button>
      )}
    </section>
  );
}

function useComparison(token: Token, classId: string, different: boolean) {
  const [page, setPage] = useState<ReconciliationPage | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(true);
  // Answers to earlier questions may come late.
  const wanted = useRef(0);

  const load = useCallback(
    async (after: string | null) => {
      wanted.current += 1;
      const question = wanted.current;
      setBusy(true);
      setError("");
      try {
        const found = await fetchReconciliation(token, classId, different, after);
        if (question === wanted.current) {
          setPage((known) =>
            after === null ? found : { ...found, students: [...(known?.students ?? []), ...found.students] },
          );
        }
      } catch (failure) {
        if (question === wanted.current) {
          setError((failure as Error).message);
        }
      }
      if (question === wanted.current) {
        setBusy(false);
      }
    },
    [token, classId, different],
  );
  useEffect(() => {
    void load(null);
  }, [load]);
  return { page, error, busy, load };
}

function Table({ students }: { readonly students: readonly Comparison[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it scrolls by keyboard
    <section className="reconciliation-scroll" aria-label="The comparison, by student" tabIndex={0}>
      <table>
        <caption className="hidden">What Laurel computes, and what the other system says, of each student</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Student
            </th>
            {COLUMNS.map(({ name }) => (
              <th key={name} scope="colgroup" colSpan={2}>
                {name}
              </th>
            ))}
            <th scope="col" rowSpan={2}>
              What explains it
            </th>
          </tr>
          <tr>
            {COLUMNS.map(({ name }) => (
              <SideHeads key={name} name={name} />
            ))}
          </tr>
        </thead>
        <tbody>
          {students.map((student) => (
            <Row key={student.user.id} student={student} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function SideHeads({ name }: { readonly name: string }) {
  return (
    <>
      <th scope="col" className="number">
        <span className="hidden">{name}, </span>Laurel
      </th>
      <th scope="col" className="number">
        <span className="hidden">{name}, </span>Other
      </th>
    </>
  );
}

interface Column {
  readonly name: string;
  readonly value: (side: Side) => number | undefined;
}

const COLUMNS: readonly Column[] = [
  { name: "Points", value: ({ points }) => points },
  { name: "Solved", value: ({ completions }) => completions },
  { name: "Achievements", value: ({ achievements }) => achievements?.length },
  { name: "Streak", value: ({ streak }) => streak?.current },
  { name: "Rank", value: ({ rank }) => rank },
];

function Row({ student: { user, equal, reported, computed, explanations } }: { readonly student: Comparison }) {
  return (
    <tr data-equal={equal}>
      <th scope="row" className="student">
        <span className="who">
          <Avatar user={user} />
          <span className="name" dir="auto">
            {user.username}
          </span>
        </span>
      </th>
      {COLUMNS.map(({ name, value }) => (
        <Values key={name} computed={value(computed)} reported={reported && value(reported)} />
      ))}
      <td className="reconciliation-why">
        {explanations.length === 0 ? (
          "Equal"
        ) : (
          <ul>
            {explanations.map((explanation) => (
              <li key={explanation.code + (explanation.field ?? "")} dir="auto">
                {inWords(explanation)}
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
  );
}

interface ValuesProps {
  readonly computed: number | undefined;
  readonly reported: number | undefined;
}

function Values({ computed, reported }: ValuesProps) {
  const differs = computed !== undefined && reported !== undefined && computed !== reported;
  return (
    <>
      <td className="number">{format(computed)}</td>
      <td className="number" data-differs={differs}>
        {format(reported)}
      </td>
    </>
  );
}

const format = (value: number | undefined): string => (value === undefined ? "–" : formatNumber(value));
