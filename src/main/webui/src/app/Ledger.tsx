import { useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Appeal, ClassOfUser, LedgerPage } from "../core.js";
import { useService } from "../react.js";
import { fetchAppeals, fetchClasses, fetchLedger, makeAppeal, type Token, withdrawAppeal } from "./appeals.js";
import { formatNumber } from "./format.js";
import { LedgerEntryItem } from "./LedgerEntryItem.js";
import { SideDialog } from "./SideDialog.js";
import { type Session, userToken } from "./session.js";

/** A button that opens the user's ledger: every change of the points, with what caused it. */
export function Ledger({ session }: { readonly session: Session }) {
  const [isOpen, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const token = useCallback(() => userToken(session), [session]);
  const open = () => {
    dialog.current?.showModal();
    setOpen(true);
  };
  return (
    <>
      <button type="button" className="quiet why" aria-haspopup="dialog" onClick={open}>
        Why these points?
      </button>
      <SideDialog ref={dialog} title="Why these points" titleId="ledger-title" onClose={() => setOpen(false)}>
        {isOpen && <LedgerOfClasses token={token} />}
      </SideDialog>
    </>
  );
}

/** The ledger of one class at a time, or of all points. */
function LedgerOfClasses({ token }: { readonly token: Token }) {
  const id = useId();
  const [classes, setClasses] = useState<readonly ClassOfUser[] | null>(null);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    let isWanted = true;
    fetchClasses(token)
      // Without them, the points of all classes are shown together.
      .catch(() => [])
      .then(
        (found) => isWanted && setClasses(found.filter(({ role }) => role === "student" || role === "test_student")),
      );
    return () => {
      isWanted = false;
    };
  }, [token]);
  if (classes === null) {
    return (
      <p className="loading" role="status">
        Loading…
      </p>
    );
  }
  const classId = chosen ?? classes[0]?.id ?? "";
  const course = classes.find((each) => each.id === classId);
  return (
    <>
      <div className="form ledger-choice">
        <label htmlFor={id}>Points</label>
        <select id={id} value={classId} onChange={(event) => setChosen(event.target.value)}>
          {classes.map(({ id: each, name }) => (
            <option key={each} value={each}>
              in {name}
            </option>
          ))}
          <option value="">of all classes together</option>
        </select>
      </div>
      <Entries key={classId} token={token} classId={classId} mayAsk={course !== undefined && !course.archived} />
      {course === undefined && classes.length > 0 && <p className="hint">Choose a class to ask about its points.</p>}
    </>
  );
}

interface EntriesProps {
  readonly token: Token;
  readonly classId: string;
  readonly mayAsk: boolean;
}

function Entries({ token, classId, mayAsk }: EntriesProps) {
  const { page, error, busy, loadMore } = useLedger(token, classId);
  const { appeals, ask, withdraw } = useAppeals(token);
  if (page === null) {
    return (
      <p className={error === "" ? "loading" : "error"} role="status">
        {error || "Loading…"}
      </p>
    );
  }
  if (page.items.length === 0) {
    return <p className="empty">Each change of your points appears here.</p>;
  }
  return (
    <>
      <p className="ledger-total">
        <strong>{formatNumber(page.total_points)}</strong> points, by these changes, the newest first:
      </p>
      <ol className="ledger">
        {page.items.map((entry) => (
          <LedgerEntryItem
            key={entry.id}
            entry={entry}
            appeals={appeals.get(entry.id) ?? []}
            mayAsk={mayAsk}
            onAsk={(text) => ask(entry.id, text)}
            onWithdraw={withdraw}
          />
        ))}
      </ol>
      <p className="error" role="alert">
        {error}
      </p>
      {page.next !== null && (
        <button type="button" className="quiet" disabled={busy} onClick={loadMore}>
          Load more
        </button>
      )}
    </>
  );
}

/** The ledger as far as it was loaded; new entries appear when points change. */
function useLedger(token: Token, classId: string) {
  const service = useService();
  const [page, setPage] = useState<LedgerPage | null>(null);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const isWanted = useRef(true);

  const load = useCallback(
    async (before: number | null, merge: (known: LedgerPage | null, found: LedgerPage) => LedgerPage) => {
      setBusy(true);
      try {
        const found = await fetchLedger(token, classId, before);
        if (isWanted.current) {
          setPage((known) => merge(known, found));
          setError("");
        }
      } catch (failure) {
        setError((failure as Error).message);
      } finally {
        setBusy(false);
      }
    },
    [token, classId],
  );
  useEffect(() => {
    isWanted.current = true;
    const loadNewest = () => void load(null, withNewest);
    loadNewest();
    const stop = service.addEventListener("points_update", loadNewest);
    return () => {
      isWanted.current = false;
      stop();
    };
  }, [service, load]);
  const loadMore = () => void load(page?.next ?? null, withOlder);
  return { page, error, busy, loadMore };
}

/** The known entries below the newest ones, unless some between are missing. */
function withNewest(known: LedgerPage | null, newest: LedgerPage): LedgerPage {
  const last = newest.items.at(-1)?.id ?? 0;
  const below = known?.items.filter(({ id }) => id < last) ?? [];
  const isJoined = known?.items.some(({ id }) => id >= last) ?? false;
  return isJoined && below.length > 0
    ? { ...newest, items: [...newest.items, ...below], next: known?.next ?? null }
    : newest;
}

function withOlder(known: LedgerPage | null, older: LedgerPage): LedgerPage {
  return { ...older, items: [...(known?.items ?? []), ...older.items] };
}

/** What the user has asked, by the entry, and how to ask. */
function useAppeals(token: Token) {
  const service = useService();
  const [all, setAll] = useState<readonly Appeal[]>([]);
  useEffect(() => {
    let isWanted = true;
    const load = () => {
      // Without them, the service says that a question was asked before.
      fetchAppeals(token).then(
        (found) => isWanted && setAll(found),
        () => undefined,
      );
    };
    load();
    const stop = service.addEventListener("appeal_answered", load);
    return () => {
      isWanted = false;
      stop();
    };
  }, [service, token]);
  const put = (appeal: Appeal) => setAll((known) => [appeal, ...known.filter(({ id }) => id !== appeal.id)]);
  const appeals = useMemo(() => {
    const byEntry = new Map<number, Appeal[]>();
    for (const appeal of all) {
      byEntry.set(appeal.entry.id, [...(byEntry.get(appeal.entry.id) ?? []), appeal]);
    }
    return byEntry;
  }, [all]);
  return {
    appeals,
    ask: async (entryId: number, text: string) => put(await makeAppeal(token, entryId, text)),
    withdraw: async (appeal: Appeal) => {
      await withdrawAppeal(token, appeal.id);
      put({ ...appeal, state: "withdrawn" });
    },
  };
}
