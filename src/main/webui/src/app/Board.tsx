import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import type { ClassOfUser, Player } from "../core.js";
import { useConnectionStatus, useGameState, useLeaderboardWebSocket, useService } from "../react.js";
import { BoardTable } from "./BoardTable.js";
import type { Demo } from "./demo.js";
import { formatNumber } from "./format.js";
import { PointsDistribution } from "./PointsDistribution.js";

export const PAGE_SIZE = 10;

interface Tab {
  readonly name: string;
  /** Undefined for the global board. */
  readonly classId: string | undefined;
}

const EVERYONE: Tab = { name: "Everyone", classId: undefined };

/** The global board and one for each class. */
export function Board({ demo, user }: { readonly demo: Demo | null; readonly user: Player }) {
  const tabs = useTabs(demo);
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const choose = (tab: Tab | undefined) => {
    if (tab !== undefined) {
      setSelected(tab.classId);
      document.getElementById(tabId(tab))?.focus();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = tabs.findIndex(({ classId }) => classId === selected);
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: index + 1,
      ArrowLeft: index - 1,
      Home: 0,
      End: tabs.length - 1,
    };
    const target = steps[event.key];
    if (target !== undefined) {
      event.preventDefault();
      choose(tabs[(target + tabs.length) % tabs.length]);
    }
  };
  return (
    <section className="panel board" aria-labelledby="board-title">
      <div className="board-head">
        <h2 id="board-title">Leaderboard</h2>
        <div role="tablist" aria-label="Board" className="tabs">
          {tabs.map((tab) => (
            <button
              key={tabId(tab)}
              id={tabId(tab)}
              type="button"
              role="tab"
              aria-selected={tab.classId === selected}
              aria-controls="board-panel"
              tabIndex={tab.classId === selected ? 0 : -1}
              onClick={() => choose(tab)}
              onKeyDown={onKeyDown}
            >
              {tab.name}
            </button>
          ))}
        </div>
      </div>
      <div role="tabpanel" id="board-panel" aria-labelledby={tabId({ name: "", classId: selected })}>
        <BoardPanel key={selected ?? "everyone"} classId={selected} user={user} />
      </div>
    </section>
  );
}

const tabId = ({ classId }: Tab) => `tab-${classId ?? "everyone"}`;

/** The boards on offer: that of everybody, and those of the user's classes. */
function useTabs(demo: Demo | null): readonly Tab[] {
  const service = useService();
  const { isConnected } = useConnectionStatus("leaderboard");
  const [classes, setClasses] = useState<readonly ClassOfUser[]>([]);
  useEffect(() => {
    let isShown = true;
    if (isConnected) {
      service.get<readonly ClassOfUser[]>("api/classes").then(
        (found) => isShown && setClasses(found),
        // The next connection tries again.
        () => undefined,
      );
    }
    return () => {
      isShown = false;
    };
  }, [service, isConnected]);
  return useMemo(() => {
    const announced = demo === null ? [] : [{ name: demo.class.name, classId: demo.class.id }];
    const others = classes.filter(({ id }) => id !== demo?.class.id).map(({ id, name }) => ({ name, classId: id }));
    return [EVERYONE, ...announced, ...others];
  }, [demo, classes]);
}

function BoardPanel({ classId, user }: { readonly classId: string | undefined; readonly user: Player }) {
  const board = useLeaderboardWebSocket({ classId });
  const { leaderboardData, userRank, requestLeaderboard, requestUserRank } = board;
  const [page, setPage] = useState(1);
  /** Whether the page is the user's own, wherever that moves, until another is turned to. */
  const [isFinding, setFinding] = useState(false);
  const { achievements } = useGameState();

  useEffect(() => requestLeaderboard(undefined, undefined, page, PAGE_SIZE), [requestLeaderboard, page]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an achievement brings points, and so perhaps another place
  useEffect(() => requestUserRank(), [requestUserRank, achievements.length]);

  const isShown = leaderboardData?.pagination.page === page && leaderboardData.pagination.page_size === PAGE_SIZE;
  const data = isShown ? leaderboardData : null;
  const position = userRank?.position ?? null;
  const ownPage = position === null ? null : Math.ceil(position / PAGE_SIZE);
  const findMe = () => {
    // Others may have moved past since the rank was sent; the answer corrects the page.
    requestUserRank();
    setFinding(true);
  };
  useEffect(() => {
    if (isFinding && ownPage !== null) {
      setPage(ownPage);
    }
  }, [isFinding, ownPage]);
  const turnTo = (number: number) => {
    setFinding(false);
    setPage(number);
  };
  return (
    <>
      {data?.withheld === "distribution" && classId !== undefined ? (
        <PointsDistribution classId={classId} />
      ) : (
        <BoardTable data={data} own={userRank?.user_data ?? null} user={user} />
      )}
      {data?.withheld === "too_few" && <p className="empty">This board is shown once more students are on it.</p>}
      {data?.withheld === undefined && data?.pagination.total_count === 0 && (
        <p className="empty">Nobody is on this board yet.</p>
      )}
      <nav className="pager" aria-label="Pages of the board">
        <button
          type="button"
          className="quiet"
          disabled={!data?.pagination.has_previous}
          onClick={() => turnTo(page - 1)}
        >
          Back
        </button>
        <p>{data && range(data.pagination)}</p>
        {ownPage !== null && ownPage !== page && (
          <button type="button" className="quiet" onClick={findMe}>
            Find me
          </button>
        )}
        <button type="button" className="quiet" disabled={!data?.pagination.has_next} onClick={() => turnTo(page + 1)}>
          Next
        </button>
      </nav>
    </>
  );
}

function range({ page, page_size, total_count }: { page: number; page_size: number; total_count: number }): string {
  const from = (page - 1) * page_size + 1;
  const to = Math.min(from + page_size - 1, total_count);
  return total_count === 0 ? "" : `${formatNumber(from)}–${formatNumber(to)} of ${formatNumber(total_count)}`;
}
