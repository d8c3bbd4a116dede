// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { demoSession, keepSession, restoredSession, tokenSession } from "../../src/app/session.js";

const jwt = (claims: object) => `e30.${btoa(JSON.stringify(claims)).replaceAll("=", "")}.c2ln`;

beforeEach(() => sessionStorage.clear());

describe("a session", () => {
  it("of the demo is there again after a reload", () => {
    keepSession(demoSession("alice"));
    expect(restoredSession()?.demoUser).toBe("alice");
  });

  it("of a token is there again after a reload, with its roles", () => {
    keepSession(tokenSession(jwt({ sub: "7", groups: ["grader", 7] })));
    expect(restoredSession()).toMatchObject({ demoUser: undefined, roles: ["grader"] });
  });

  it("that has ended is not", () => {
    keepSession(demoSession("alice"));
    keepSession(null);
    expect(restoredSession()).toBeNull();
  });

  it.each(["abc", "a.b.c", jwt({ groups: "grader" })])("of the token %s has no roles", (token) => {
    expect(tokenSession(token).roles).toEqual([]);
  });

  it("that was spoilt is none", () => {
    sessionStorage.setItem("laurel.session", "{");
    expect(restoredSession()).toBeNull();
  });
});
