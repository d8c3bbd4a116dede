import { byId, calm, element, icon } from "./dom.js";
import { gain } from "./events.js";

const MOST = 3;
const SHORT_MS = 5_000;
const LONG_MS = 8_000;

/** Messages that come and go. Their time stands still while the page is hidden or the pointer is on them. */
export class Toasts {
  #list = byId("toasts");

  show(message) {
    const toast = element(
      "div",
      `toast ${message.rarity ?? message.kind ?? ""}`,
      element("span", "medal", icon(message.icon)),
      element(
        "p",
        "toast-text",
        message.rarity ? element("span", "toast-kicker", `${message.rarity} achievement`) : null,
        element("strong", "", message.title),
        element("span", "", message.text),
      ),
      element("span", "toast-points", gain(message.points)),
    );
    this.#list.append(toast);
    while (this.#list.children.length > MOST) {
      this.#list.firstChild.remove();
    }
    this.#expire(toast, message.rarity ? LONG_MS : SHORT_MS);
  }

  alert(title, text) {
    this.show({ icon: "alert", kind: "alert", title, text });
  }

  #expire(toast, left) {
    let since = 0;
    let timer;
    const pause = () => {
      if (timer) {
        clearTimeout(timer);
        timer = undefined;
        left -= performance.now() - since;
      }
    };
    const run = () => {
      if (!timer && !document.hidden && !toast.matches(":hover")) {
        since = performance.now();
        timer = setTimeout(end, Math.max(left, 0));
      }
    };
    const visibility = () => (document.hidden ? pause() : run());
    const end = () => {
      document.removeEventListener("visibilitychange", visibility);
      if (calm.matches) {
        toast.remove();
      } else {
        toast.animate([{ opacity: 1 }, { opacity: 0, transform: "translateY(.5rem)" }], 180).onfinish = () =>
          toast.remove();
      }
    };
    toast.addEventListener("pointerenter", pause);
    toast.addEventListener("pointerleave", run);
    document.addEventListener("visibilitychange", visibility);
    run();
  }
}
