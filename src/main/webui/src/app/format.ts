const NUMBER = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const TIME = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en", { month: "short", day: "numeric" });

/** A number with separators. */
export const formatNumber = (value: number): string => NUMBER.format(value);

/** The time for moments of today, the date for others. */
export function formatMoment(moment: string): string {
  const date = new Date(moment);
  return date.toDateString() === new Date().toDateString() ? TIME.format(date) : DAY.format(date);
}

/** A number of days. */
export const formatDays = (count: number): string => `${NUMBER.format(count)} ${count === 1 ? "day" : "days"}`;
