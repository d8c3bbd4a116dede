import { byId, element, icon } from "./dom.js";
import { gain } from "./events.js";

const MOST = 50;
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** The user's events, newest first. */
export class Feed {
  #list = byId("feed");

  clear() {
    this.#list.replaceChildren();
    byId("feed-empty").hidden = false;
  }

  add(message, sentAt, fresh) {
    const at = new Date(sentAt);
    const time = element("time", "", clock.format(at));
    time.dateTime = sentAt;
    this.#list.prepend(
      element(
        "li",
        `${fresh ? "fresh" : ""} ${message.rarity ?? ""}`,
        element("span", "medal", icon(message.icon)),
        element("p", "", element("strong", "", message.title), element("span", "", message.text)),
        element("p", "feed-side", element("span", "feed-points", gain(message.points)), time),
      ),
    );
    byId("feed-empty").hidden = true;
    while (this.#list.children.length > MOST) {
      this.#list.lastChild.remove();
    }
  }
}
