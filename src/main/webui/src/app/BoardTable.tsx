import { memo, useRef } from "react";
import type { BoardEntry, BoardPage, Player, UserData } from "../core.js";
import { Avatar } from "./Avatar.js";
import { formatNumber } from "./format.js";
import { useGlide } from "./useGlide.js";

interface BoardTableProps {
  /** Null while it is being requested. */
  readonly data: BoardPage | null;
  /** The user's own entry, shown below a page that does not contain it. */
  readonly own: UserData | null;
  readonly user: Player;
}

/** A page of a board. Rows glide to their new positions. */
export function BoardTable({ data, own, user }: BoardTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const entries = data?.entries ?? [];
  const moves = useMoves(data);
  useGlide(body, data);
  const best = Math.max(1, ...entries.map((entry) => entry.total_points));
  const isListed = entries.some((entry) => entry.user.id === user.id);
  return (
    <table aria-busy={data === null}>
      <caption className="hidden">Standings, best first, kept up to date</caption>
      <thead>
        <tr>
          <th scope="col" className="rank">
            Rank
          </th>
          <th scope="col" className="move">
            <span className="hidden">Moved</span>
          </th>
          <th scope="col">Student</th>
          <th scope="col" className="number solved">
            Solved
          </th>
          <th scope="col" className="number">
            Points
          </th>
        </tr>
      </thead>
      <tbody ref={body} id="rows">
        {entries.map((entry) => (
          <Row
            key={entry.user.id}
            entry={entry}
            part={entry.total_points / best}
            isOwn={entry.user.id === user.id}
            move={moves.get(entry.user.id) ?? 0}
          />
        ))}
      </tbody>
      {data !== null && own !== null && !isListed && (
        <tbody className="apart" id="own-row">
          <Row entry={own} part={own.total_points / best} isOwn move={0} />
        </tbody>
      )}
    </table>
  );
}

/** The last rank change of each user, while the page stays the same. */
function useMoves(data: BoardPage | null): ReadonlyMap<string, number> {
  const memory = useRef<{
    data: BoardPage | null;
    page: number;
    ranks: Map<string, number>;
    moves: Map<string, number>;
  }>({
    data: null,
    page: 0,
    ranks: new Map(),
    moves: new Map(),
  });
  const known = memory.current;
  if (data !== null && data !== known.data) {
    const isSamePage = data.pagination.page === known.page;
    const moves = new Map(isSamePage ? known.moves : []);
    for (const { user, rank } of data.entries) {
      const before = isSamePage ? known.ranks.get(user.id) : undefined;
      if (before !== undefined && before !== rank) {
        moves.set(user.id, before - rank);
      }
    }
    const ranks = new Map(data.entries.map(({ user, rank }) => [user.id, rank]));
    memory.current = { data, page: data.pagination.page, ranks, moves };
  }
  return memory.current.moves;
}

interface RowProps {
  readonly entry: Omit<BoardEntry, "completed_problems"> & { readonly completed_problems: number };
  /** Points relative to the first of the page, 0 to 1. */
  readonly part: number;
  readonly isOwn: boolean;
  /** Ranks gained; negative for ranks lost. */
  readonly move: number;
}

const Row = memo(
  function Row({ entry, part, isOwn, move }: RowProps) {
    const { rank, tied, user, completed_problems, total_points } = entry;
    return (
      <tr className={isOwn ? "own" : undefined} aria-current={isOwn || undefined} data-key={user.id}>
        <td className="rank">
          <span className="place" data-rank={rank}>
            {tied ? `=${rank}` : rank}
          </span>
        </td>
        <td className="move">
          {move !== 0 && (
            <span
              key={`${rank} ${move}`}
              className={move > 0 ? "up" : "down"}
              role="img"
              aria-label={`${move > 0 ? "up" : "down"} ${Math.abs(move)}`}
            >
              {move > 0 ? "▲" : "▼"}
              {Math.abs(move)}
            </span>
          )}
        </td>
        <th scope="row" className="student">
          <span className="who">
            <span className="part" style={{ transform: `scaleX(${part})` }} />
            <Avatar user={user} />
            <span className="name" dir="auto">
              {user.username}
            </span>
            {isOwn && <span className="you">you</span>}
          </span>
        </th>
        <td className="number solved">{formatNumber(completed_problems)}</td>
        <td className="number total">
          <span key={total_points}>{formatNumber(total_points)}</span>
        </td>
      </tr>
    );
  },
  (a, b) =>
    a.part === b.part &&
    a.isOwn === b.isOwn &&
    a.move === b.move &&
    a.entry.rank === b.entry.rank &&
    a.entry.tied === b.entry.tied &&
    a.entry.total_points === b.entry.total_points &&
    a.entry.completed_problems === b.entry.completed_problems &&
    a.entry.user.id === b.entry.user.id &&
    a.entry.user.username === b.entry.user.username,
);
