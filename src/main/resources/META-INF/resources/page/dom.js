const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** An element with a class, and children that are nodes or text. */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An icon of the page's sprite, for eyes only. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const known = byId(`icon-${name}`) ? name : "points";
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${known}`);
  svg.append(use);
  return svg;
}

/** Turns an element into the user's avatar: an initial on a colour of their own. */
export function dress(avatar, user) {
  let hash = 0;
  for (const character of user.id) {
    hash = (hash * 31 + character.codePointAt(0)) % 360;
  }
  avatar.style.setProperty("--hue", (hash * 47) % 360);
  avatar.textContent = [...user.username][0].toUpperCase();
  return avatar;
}

export const calm = matchMedia("(prefers-reduced-motion: reduce)");

const numbers = new Intl.NumberFormat();
export const number = (value) => numbers.format(value);
export const signed = (value) => (value < 0 ? "−" : "+") + numbers.format(Math.abs(value));
