import { useEffect, useState } from "react";
import type { Distribution } from "../core.js";
import { useGameState, useService } from "../react.js";
import { formatNumber } from "./format.js";

/** How many of a class have how many points, where it shows no ranks. Read again when the user's points change. */
export function PointsDistribution({ classId }: { readonly classId: string }) {
  const service = useService();
  const { points } = useGameState();
  const [distribution, setDistribution] = useState<Distribution | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other points may be in another band
  useEffect(() => {
    const path = `api/leaderboards/classes/${encodeURIComponent(classId)}/distribution`;
    service.get<Distribution>(path).then(setDistribution, () => undefined);
  }, [service, classId, points?.new_points]);
  const bands = distribution?.bands ?? [];
  const most = Math.max(1, ...bands.map(({ count }) => count));
  return (
    <table aria-busy={distribution === null}>
      <caption className="hidden">How many students have how many points</caption>
      <thead>
        <tr>
          <th scope="col">Points</th>
          <th scope="col" className="number">
            Students
          </th>
        </tr>
      </thead>
      <tbody>
        {bands.map(({ from, below, count, own }) => (
          <tr key={from} className={own ? "own" : undefined} aria-current={own || undefined}>
            <th scope="row" className="student">
              <span className="who">
                <span className="part" style={{ transform: `scaleX(${count / most})` }} />
                <span className="name">
                  from {formatNumber(from)} to below {formatNumber(below)}
                </span>
                {own && <span className="you">you</span>}
              </span>
            </th>
            <td className="number total">{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
