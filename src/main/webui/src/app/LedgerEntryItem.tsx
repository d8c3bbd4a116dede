import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef, useState } from "react";
import type { Appeal, LedgerEntry } from "../core.js";
import { signed } from "../react.js";
import { MOST_CHARACTERS } from "./appeals.js";
import { formatMoment, formatNumber } from "./format.js";

const CAUSES: Readonly<Record<LedgerEntry["cause"], string>> = {
  result: "Graded",
  regrade: "Graded again",
  withdrawal: "The result was withdrawn",
  release: "Released",
  adjustment: "Corrected by hand",
  balance: "Counted elsewhere",
  authority: "Other numbers count in the class",
  achievement: "Achievement",
  rules: "The rules of the class have changed",
};

const STATES: Readonly<Record<Appeal["state"], string>> = {
  open: "Waiting for an answer",
  accepted: "Accepted",
  declined: "Declined",
  withdrawn: "Withdrawn",
};

/** What changed the points, by how much, before and after. */
export function EntrySummary({ entry }: { readonly entry: LedgerEntry }) {
  const { title, cause, source, at, change, before, after } = entry;
  return (
    <>
      <div>
        <p className="inbox-title" dir="auto">
          {title}
        </p>
        <p className="badge-text">
          {CAUSES[cause]}
          {source !== null && (
            <>
              {" "}
              by <bdi>{source}</bdi>
            </>
          )}
          {" · "}
          <time dateTime={at}>{formatMoment(at)}</time>
        </p>
      </div>
      <div className="inbox-side">
        <p className={change < 0 ? "loss" : "win"}>{signed(change)}</p>
        <p className="badge-text before-after">
          <span className="hidden">from </span>
          {formatNumber(before)} <span aria-hidden="true">→</span>
          <span className="hidden">to</span> {formatNumber(after)}
        </p>
      </div>
    </>
  );
}

interface LedgerEntryItemProps {
  readonly entry: LedgerEntry;
  /** Those about the entry, newest first. */
  readonly appeals: readonly Appeal[];
  /** Whether the user may ask about it. */
  readonly mayAsk: boolean;
  /** Both reject with a readable message. */
  readonly onAsk: (text: string) => Promise<void>;
  readonly onWithdraw: (appeal: Appeal) => Promise<void>;
}

/** An entry of the ledger, with what was asked about it. */
export function LedgerEntryItem({ entry, appeals, mayAsk, onAsk, onWithdraw }: LedgerEntryItemProps) {
  const item = useRef<HTMLLIElement>(null);
  const [isAsking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const shown = appeals.filter(({ state }) => state !== "withdrawn");
  const isOpen = shown.some(({ state }) => state === "open");

  const done = () => {
    setAsking(false);
    // What had the focus is gone.
    item.current?.focus();
  };
  const attempt = async (action: () => Promise<void>) => {
    setBusy(true);
    setError("");
    try {
      await action();
      done();
    } catch (failure) {
      setError((failure as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li ref={item} className="ledger-entry" tabIndex={-1}>
      <EntrySummary entry={entry} />
      {shown.map((appeal) => (
        <AppealNote key={appeal.id} appeal={appeal}>
          {appeal.state === "open" && (
            <button type="button" className="quiet" disabled={busy} onClick={() => attempt(() => onWithdraw(appeal))}>
              Withdraw
            </button>
          )}
        </AppealNote>
      ))}
      {mayAsk && !isOpen && !isAsking && (
        <button type="button" className="quiet ask" onClick={() => setAsking(true)}>
          Ask about this<span className="hidden">: {entry.title}</span>
        </button>
      )}
      {isAsking && <AskForm busy={busy} onSend={(text) => attempt(() => onAsk(text))} onCancel={done} />}
      <p className="error" role="alert">
        {error}
      </p>
    </li>
  );
}

function AppealNote({ appeal, children }: { readonly appeal: Appeal; readonly children: ReactNode }) {
  return (
    <div className="appeal" data-state={appeal.state}>
      <p>
        <span className="label">You asked: </span>
        <bdi>{appeal.text}</bdi>
      </p>
      <p>
        <strong>{STATES[appeal.state]}</strong>
        {appeal.answer && (
          <>
            : <bdi>{appeal.answer.text}</bdi>
          </>
        )}
      </p>
      {children}
    </div>
  );
}

interface AskFormProps {
  readonly busy: boolean;
  readonly onSend: (text: string) => void;
  readonly onCancel: () => void;
}

function AskForm({ busy, onSend, onCancel }: AskFormProps) {
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSend(String(new FormData(event.currentTarget).get("text")));
  };
  return (
    <form className="form ask-form" onSubmit={submit}>
      <label htmlFor={id}>Your question to the instructors</label>
      <textarea ref={field} id={id} name="text" rows={3} maxLength={MOST_CHARACTERS} required dir="auto" />
      <div className="ask-buttons">
        <button type="submit" className="primary" disabled={busy}>
          Send
        </button>
        <button type="button" className="quiet" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}
