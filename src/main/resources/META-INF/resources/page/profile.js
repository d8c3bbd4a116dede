import { byId, calm, element, icon, number, signed } from "./dom.js";
import { days } from "./events.js";

const COUNT_MS = 600;

/** What the user has: points, rank, streak and achievements. */
export class Profile {
  #points = 0;
  #shown = 0;
  #counting;
  #badges = new Map();

  /** Shows what GET /api/me says. */
  show(me) {
    this.#badges.clear();
    byId("badges").replaceChildren();
    me.achievements.forEach((achievement) => this.earn(achievement));
    this.#points = this.#shown = me.total_points;
    cancelAnimationFrame(this.#counting);
    byId("points").textContent = number(me.total_points);
    this.streak(me.current_streak);
  }

  points(value, earned) {
    this.#points = value;
    if (earned) {
      const gain = byId("gain");
      gain.textContent = signed(earned);
      gain.classList.toggle("loss", earned < 0);
      gain.getAnimations().forEach((animation) => animation.cancel());
      gain.animate(
        [
          { opacity: 0, transform: "translateY(.4em)" },
          { opacity: 1, transform: "none", offset: 0.1 },
          { opacity: 1, transform: "none", offset: 0.8 },
          { opacity: 0, transform: calm.matches ? "none" : "translateY(-.4em)" },
        ],
        { duration: 2500, easing: "ease-out" },
      );
    }
    this.#count();
  }

  /** Counts to the new number instead of jumping there. */
  #count() {
    cancelAnimationFrame(this.#counting);
    const from = this.#shown;
    const to = this.#points;
    const begin = performance.now();
    const step = (now) => {
      const part = calm.matches ? 1 : Math.min(1, Math.max(0, (now - begin) / COUNT_MS));
      this.#shown = Math.round(from + (to - from) * (1 - (1 - part) ** 3));
      byId("points").textContent = number(this.#shown);
      if (part < 1) {
        this.#counting = requestAnimationFrame(step);
      }
    };
    step(begin);
    this.#counting = requestAnimationFrame(step);
  }

  rank(rank, of) {
    byId("rank").replaceChildren(
      rank ? `#${number(rank)}` : "–",
      of ? element("span", "of", ` of ${number(of)}`) : "",
    );
  }

  streak(length) {
    byId("streak").replaceChildren(length > 0 ? icon("streak") : "", days(length));
  }

  earn(achievement) {
    if (this.#badges.has(achievement.id)) {
      return;
    }
    const badge = element(
      "li",
      `badge ${achievement.rarity}`,
      element("span", "medal", icon(achievement.badge_type)),
      element(
        "span",
        "badge-text",
        element("span", "badge-name", achievement.name),
        element("span", "badge-rarity", achievement.rarity),
      ),
    );
    badge.title = achievement.description;
    this.#badges.set(achievement.id, badge);
    byId("badges").prepend(badge);
    byId("badge-count").textContent = this.#badges.size;
  }
}
