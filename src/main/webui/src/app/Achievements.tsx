import { useEffect, useState } from "react";
import { localized, type MyAchievement } from "../core.js";
import { BadgeIcon, useGameState, useGamification, useService } from "../react.js";
import { formatNumber } from "./format.js";

const PROGRESS_DELAY_MS = 1_500;

/** The user's achievements, and the progress towards the others. */
export function Achievements() {
  const { achievements } = useGamification();
  const level = useGameState().levels.find(({ class_id }) => class_id === null);
  const open = useOpenAchievements(new Set(achievements.map(({ id }) => id)));
  return (
    <section className="panel achievements" aria-labelledby="achievements-title">
      <h2 id="achievements-title">
        Achievements{" "}
        <span className="count">
          {achievements.length}
          {open.length > 0 && ` of ${achievements.length + open.length}`}
        </span>
      </h2>
      {level && (
        <p className="badge-text">
          {level.level && `Level: ${level.level.name}. `}
          {level.next && `${level.next.name} begins at ${formatNumber(level.next.points)} points.`}
        </p>
      )}
      <ul className="badges">
        {achievements.map((achievement) => {
          const { name, description } = localized(achievement);
          return (
            <li key={achievement.id} className="badge" data-rarity={achievement.rarity}>
              <span className="medal">
                <BadgeIcon name={achievement.badge_type} />
              </span>
              <div>
                <p className="badge-name">{name}</p>
                <p className="badge-rarity">{achievement.rarity}</p>
                <p className="badge-text">{description}</p>
              </div>
            </li>
          );
        })}
      </ul>
      {open.length > 0 && (
        <>
          <h3>Next</h3>
          <ul className="badges">
            {open.map((item) => (
              <OpenAchievement key={item.achievement.id} {...item} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function OpenAchievement({ achievement, progress }: MyAchievement) {
  const { name, description } = localized(achievement);
  const { part = 0, value, threshold } = progress ?? {};
  const { badge_type, rarity, points, share } = achievement;
  return (
    <li className="badge open" data-rarity={rarity}>
      <span className="medal">
        <BadgeIcon name={badge_type} />
      </span>
      <div>
        <p className="badge-name">{name}</p>
        <p className="badge-rarity">
          {rarity} · {formatNumber(points)} points
          {share !== undefined && ` · ${percent(share)} have it`}
        </p>
        <p className="badge-text">{description}</p>
        <div className="meter">
          <progress value={part} max={1} aria-label={`Progress towards ${name}`} />
          <span>
            {value !== undefined && threshold !== undefined
              ? `${formatNumber(Math.min(value, threshold))} / ${formatNumber(threshold)}`
              : percent(part)}
          </span>
        </div>
      </div>
    </li>
  );
}

function percent(part: number): string {
  return part.toLocaleString("en", { style: "percent", maximumFractionDigits: part < 0.1 ? 1 : 0 });
}

/** What the user may still earn, the nearest first; requested again some time after points were earned. */
function useOpenAchievements(earned: ReadonlySet<string>): readonly MyAchievement[] {
  const service = useService();
  const [all, setAll] = useState<readonly MyAchievement[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      timer = undefined;
      // Without the list, only earned achievements are shown.
      service.get<readonly MyAchievement[]>("api/me/achievements").then(setAll, () => undefined);
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
  return all.filter(({ achievement, progress }) => progress !== null && !earned.has(achievement.id));
}
