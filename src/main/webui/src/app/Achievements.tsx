import { useEffect, useState } from "react";
import type { Rarity } from "../core.js";
import { BadgeIcon, useGamification, useService } from "../react.js";
import { formatNumber } from "./format.js";

/** An achievement, as `GET /api/achievements` lists it. */
interface Definition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly badge_type: string;
  readonly rarity: Rarity;
  readonly points: number;
  readonly criteria: { readonly type: string; readonly threshold: number };
}

type Progress = Readonly<Record<string, number>>;

const PROGRESS_DELAY_MS = 1_500;

/** The user's achievements, and the progress towards the others. */
export function Achievements() {
  const { achievements } = useGamification();
  const definitions = useDefinitions();
  const progress = useProgress();
  const earned = new Map(achievements.map((achievement) => [achievement.id, achievement]));
  const open = definitions
    .filter(({ id }) => !earned.has(id))
    .map((definition) => ({ definition, part: partOf(definition, progress) }))
    .sort((a, b) => b.part - a.part || a.definition.criteria.threshold - b.definition.criteria.threshold);
  return (
    <section className="panel achievements" aria-labelledby="achievements-title">
      <h2 id="achievements-title">
        Achievements{" "}
        <span className="count">
          {achievements.length}
          {definitions.length > 0 && ` of ${Math.max(achievements.length, achievements.length + open.length)}`}
        </span>
      </h2>
      <ul className="badges">
        {achievements.map(({ id, name, description, badge_type, rarity }) => (
          <li key={id} className="badge" data-rarity={rarity}>
            <span className="medal">
              <BadgeIcon name={badge_type} />
            </span>
            <div>
              <p className="badge-name">{name}</p>
              <p className="badge-rarity">{rarity}</p>
              <p className="badge-text">{description}</p>
            </div>
          </li>
        ))}
      </ul>
      {open.length > 0 && (
        <>
          <h3>Next</h3>
          <ul className="badges">
            {open.map(({ definition, part }) => (
              <li key={definition.id} className="badge open" data-rarity={definition.rarity}>
                <span className="medal">
                  <BadgeIcon name={definition.badge_type} />
                </span>
                <div>
                  <p className="badge-name">{definition.name}</p>
                  <p className="badge-rarity">
                    {definition.rarity} · {formatNumber(definition.points)} points
                  </p>
                  <p className="badge-text">{definition.description}</p>
                  <div className="meter">
                    <progress value={part} max={1} aria-label={`Progress towards ${definition.name}`} />
                    <span>
                      {formatNumber(Math.min(progress[definition.criteria.type] ?? 0, definition.criteria.threshold))} /{" "}
                      {formatNumber(definition.criteria.threshold)}
                    </span>
                  </div>
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function partOf({ criteria }: Definition, progress: Progress): number {
  return Math.min(1, (progress[criteria.type] ?? 0) / criteria.threshold);
}

function useDefinitions(): readonly Definition[] {
  const service = useService();
  const [definitions, setDefinitions] = useState<readonly Definition[]>([]);
  useEffect(() => {
    // Without the list, only earned achievements are shown.
    service.get<readonly Definition[]>("api/achievements").then(setDefinitions, () => undefined);
  }, [service]);
  return definitions;
}

/** The user's progress; requested again some time after points were earned. */
function useProgress(): Progress {
  const service = useService();
  const [progress, setProgress] = useState<Progress>({});
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      timer = undefined;
      service.get<Progress>("api/achievements/progress").then(setProgress, () => undefined);
    };
    const stop = service.addEventListener("points_update", () => {
      timer ??= setTimeout(ask, PROGRESS_DELAY_MS);
    });
    ask();
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [service]);
  return progress;
}
