import { describe, expect, it } from "vitest";
import { localized } from "../../src/state/localized.js";

const OWL = {
  name: "Night Owl",
  description: "At night",
  texts: { de: { name: "Nachteule", description: "Nachts" }, "pt-BR": { name: "Coruja", description: "À noite" } },
};

describe("the texts of an achievement", () => {
  it.each([
    [["de-AT", "en"], "Nachteule"],
    [["pt-br"], "Coruja"],
    [["fr", "de"], "Nachteule"],
    [["en"], "Night Owl"],
    [[], "Night Owl"],
  ])("for %j are those of the first language that there is", (languages, name) => {
    expect(localized(OWL, languages).name).toBe(name);
  });

  it("are the default ones without others", () => {
    expect(localized({ name: "A", description: "B" }, ["de"])).toEqual({ name: "A", description: "B" });
  });
});
