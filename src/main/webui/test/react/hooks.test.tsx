// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { useEffect, useState } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  useAuthenticatedWebSocket,
  useGameWebSocket,
  useLeaderboardWebSocket,
  useWebSocket,
} from "../../src/hooks/useWebSocket.js";
import type { TokenSource } from "../../src/services/credentials.js";
import { newWorld, SIGNED_IN, type World } from "./harness.js";

let world: World;

beforeEach(() => {
  world = newWorld();
});

/** The component of the reference document. */
function MyComponent() {
  const { isConnected, achievements, points, notifications, clearNotification, clearAllNotifications, unread, streak } =
    useGameWebSocket(SIGNED_IN);
  return (
    <div>
      <div>Connection: {isConnected ? "Connected" : "Disconnected"}</div>
      <div>Recent achievements: {achievements.length}</div>
      <div>Current points: {points?.new_points || 0}</div>
      <div>Streak: {streak}</div>
      <div>Unread: {unread}</div>
      <ul>
        {notifications.map(({ id, frame }) => (
          <li key={id}>
            {frame.type} <button type="button" onClick={() => clearNotification(id)}>{`clear ${id}`}</button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={clearAllNotifications}>
        clear all
      </button>
    </div>
  );
}

interface BoardProps {
  classId?: string;
  section?: string;
  season?: string;
}

function Board({ classId, section, season }: BoardProps) {
  const board = useLeaderboardWebSocket({ ...SIGNED_IN, classId, section, season });
  const { requestLeaderboard, requestUserRank } = board;
  useEffect(() => {
    requestLeaderboard();
    requestUserRank();
  }, [requestLeaderboard, requestUserRank]);
  return (
    <div>
      <p>points {board.leaderboardData?.entries[0]?.total_points ?? "unknown"}</p>
      <p>rank {board.userRank?.user_rank ?? "none"}</p>
      <p>moved {board.rankChange ? `from ${board.rankChange.old_rank}` : "never"}</p>
      <button type="button" onClick={() => requestLeaderboard("class", "cs102", 2, 5)}>
        other class
      </button>
      <button type="button" onClick={() => requestUserRank("global")}>
        global rank
      </button>
    </div>
  );
}

describe("useGameWebSocket", () => {
  it("gives what the document's example uses", async () => {
    // Given
    world.server.tell("ada", 7);
    world.render(<MyComponent />);
    await screen.findByText("Connection: Connected");

    // When
    act(() => world.server.tell("ada"));

    // Then
    await screen.findByText("Current points: 8");
    expect(screen.getByText("Recent achievements: 0")).toBeDefined();
    expect(screen.getByText("Streak: 2")).toBeDefined();
    expect(screen.getByText("Unread: 8")).toBeDefined();
    expect(screen.getAllByRole("listitem")).toHaveLength(1);
  });

  it("opens one socket under StrictMode, and for many components", async () => {
    // When
    world.render(
      <>
        <MyComponent />
        <MyComponent />
      </>,
    );
    await waitFor(() => expect(screen.getAllByText("Connection: Connected")).toHaveLength(2));

    // Then
    expect(world.server.all("game")).toHaveLength(1);
  });

  it("closes the socket when the last component is gone", async () => {
    // Given
    const { unmount } = world.render(<MyComponent />);
    await screen.findByText("Connection: Connected");

    // When
    unmount();

    // Then
    await waitFor(() => expect(world.server.last("game").closedByClient).toBe(true));
  });

  it("tells a component that comes late what is known", async () => {
    // Given
    function Page() {
      const [both, setBoth] = useState(false);
      return (
        <>
          <MyComponent />
          {both && <MyComponent />}
          <button type="button" onClick={() => setBoth(true)}>
            another
          </button>
        </>
      );
    }
    world.render(<Page />);
    await screen.findByText("Connection: Connected");
    act(() => world.server.tell("ada", 3));
    await screen.findByText("Current points: 3");

    // When
    fireEvent.click(screen.getByText("another"));

    // Then
    expect(screen.getAllByText("Current points: 3")).toHaveLength(2);
  });

  it("clears one notification, or all", async () => {
    // Given
    world.render(<MyComponent />);
    await screen.findByText("Connection: Connected");
    act(() => world.server.tell("ada", 3));
    fireEvent.click(await screen.findByText("clear 2"));
    await waitFor(() => expect(screen.queryByText("clear 2")).toBeNull());
    expect(screen.getAllByRole("listitem")).toHaveLength(2);

    // When
    fireEvent.click(screen.getByText("clear all"));

    // Then
    await waitFor(() => expect(screen.queryAllByRole("listitem")).toHaveLength(0));
  });

  it("says when the connection is gone", async () => {
    // Given
    world.render(<MyComponent />);
    await screen.findByText("Connection: Connected");

    // When
    act(() => world.server.cut(4450));

    // Then
    expect(screen.getByText("Connection: Disconnected")).toBeDefined();
  });
});

describe("useLeaderboardWebSocket", () => {
  it("gives the board and the user's place, kept up to date", async () => {
    // Given
    world.render(<Board />);
    await screen.findByText("points 100");
    await screen.findByText("rank 1");

    // When
    world.server.boardPoints = 300;
    const entry = {
      rank: 2,
      tied: false,
      user: { id: "ada", username: "ada" },
      total_points: 300,
      completed_problems: 1,
    };
    const which = { leaderboard_type: "global", class_id: null };
    act(() => {
      world.server.last("leaderboard").say({ type: "leaderboard_update", ...which, data: { entries: [entry] } });
      world.server.last("leaderboard").say({ type: "rank_change", ...which, old_rank: 1, new_rank: 2 });
    });

    // Then
    await screen.findByText("points 300");
    expect(screen.getByText("rank 2")).toBeDefined();
    expect(screen.getByText("moved from 1")).toBeDefined();
    await waitFor(() => expect(world.server.last("leaderboard").sentTypes).toContain("request_user_rank"));
    await screen.findByText("rank 1");
  });

  it("asks for the board of a class", async () => {
    // Given
    world.render(<Board classId="cs101" />);
    await screen.findByText("points 100");
    fireEvent.click(screen.getByText("other class"));
    fireEvent.click(screen.getByText("global rank"));

    // Then
    const { sent } = world.server.last("leaderboard");
    const own = { leaderboard_type: "class", class_id: "cs101" };
    expect(sent).toContainEqual({ type: "request_leaderboard", ...own, page: 1, page_size: 20 });
    expect(sent).toContainEqual({ type: "request_user_rank", ...own, page_size: 20 });
    const other = { leaderboard_type: "class", class_id: "cs102", page: 2, page_size: 5 };
    expect(sent).toContainEqual({ type: "request_leaderboard", ...other });
    expect(sent).toContainEqual({ type: "request_user_rank", leaderboard_type: "global", page_size: 20 });
  });

  it("shows the board of a section apart from that of its class", async () => {
    // Given
    world.render(<Board classId="cs101" section="Monday" />);
    await screen.findByText("points 100");
    const socket = world.server.last("leaderboard");
    const data = (total_points: number) => ({
      entries: [{ rank: 1, user: { id: "ada", username: "ada" }, total_points }],
    });
    const which = { type: "leaderboard_update", leaderboard_type: "class", class_id: "cs101" };

    // When
    act(() => {
      socket.say({ ...which, section: "Monday", data: data(300) });
      socket.say({ ...which, section: "Friday", data: data(400) });
      socket.say({ ...which, data: data(500) });
    });

    // Then
    await screen.findByText("points 300");
    const own = { leaderboard_type: "class", class_id: "cs101", section: "Monday" };
    expect(socket.sent).toContainEqual({ type: "request_leaderboard", ...own, page: 1, page_size: 20 });
  });

  it("shows the board of a season apart from that of its class", async () => {
    // Given
    world.render(<Board season="s1" />);
    await screen.findByText("points 100");
    const socket = world.server.last("leaderboard");
    const entry = (total_points: number) => ({ rank: 1, user: { id: "ada", username: "ada" }, total_points });
    const say = (total_points: number, names: object) =>
      socket.say({
        type: "leaderboard_update",
        leaderboard_type: "class",
        class_id: "cs101",
        ...names,
        data: { entries: [entry(total_points)] },
      });

    // When
    act(() => {
      say(300, { season: "s1" });
      say(400, { season: "s2" });
      say(500, {});
      socket.say({
        type: "rank_change",
        leaderboard_type: "class",
        class_id: "cs101",
        season: "s1",
        old_rank: 1,
        new_rank: 2,
      });
    });

    // Then
    await screen.findByText("points 300");
    expect(screen.getByText("rank 2")).toBeDefined();
    expect(socket.sent).toContainEqual({ type: "request_leaderboard", season: "s1", page: 1, page_size: 20 });
    await screen.findByText("rank 1");
    expect(socket.sent.filter(({ type }) => type === "request_user_rank")).toEqual([
      { type: "request_user_rank", season: "s1", page_size: 20 },
      { type: "request_user_rank", season: "s1", page_size: 20 },
    ]);
  });

  it("shows who leaves the board as having no rank", async () => {
    // Given
    world.render(<Board />);
    await screen.findByText("rank 1");
    const gone = { leaderboard_type: "global", class_id: null, old_rank: 1, new_rank: null };

    // When
    act(() => world.server.last("leaderboard").say({ type: "rank_change", ...gone }));

    // Then
    await screen.findByText("rank none");
  });

  it("shows its own ranks, whatever another back end says of theirs", async () => {
    // Given
    world.render(<Board />);
    await screen.findByText("rank 1");
    const told = { type: "rank_change", leaderboard_type: "global", class_id: null, old_rank: 1, new_rank: 7 };

    // When
    act(() => {
      const socket = world.server.last("leaderboard");
      socket.say({ ...told, new_rank: 2 });
      socket.say({ ...told, seq: 1, sent_at: "2026-11-23T01:00:00Z" });
    });

    // Then
    await screen.findByText("rank 2");
    expect(screen.queryByText("rank 7")).toBeNull();
  });
});

describe("useWebSocket", () => {
  it("listens, sends, and can be switched off", async () => {
    // Given
    const heard = vi.fn();
    function Probe({ enabled }: { enabled: boolean }) {
      const { isConnected, addEventListener, sendMessage } = useWebSocket("game", {
        ...SIGNED_IN,
        enabled,
        polling: false,
        baseUrl: "/",
      });
      useEffect(() => addEventListener("echo", heard), [addEventListener]);
      return (
        <button type="button" onClick={() => sendMessage({ type: "hello" })}>
          {String(isConnected)}
        </button>
      );
    }
    const { rerender } = world.render(<Probe enabled={false} />);
    expect(world.server.sockets).toHaveLength(0);

    // When
    const { ServiceContext } = await import("../../src/contexts/ServiceContext.js");
    rerender(
      <ServiceContext value={world.service}>
        <Probe enabled />
      </ServiceContext>,
    );
    fireEvent.click(await screen.findByText("true"));
    act(() => world.server.last("game").say({ type: "echo", message: "Received: hello" }));

    // Then
    expect(heard).toHaveBeenCalledTimes(1);
    expect(world.server.last("game").sentTypes).toEqual(["hello"]);
  });

  it("takes a function made anew with every rendering for the same source of tokens", async () => {
    // Given
    let asked = 0;
    function Page() {
      const [count, setCount] = useState(0);
      const { isConnected } = useWebSocket("game", {
        tickets: false,
        token: () => {
          asked++;
          return `ada:${count}`;
        },
      });
      return (
        <button type="button" onClick={() => setCount(count + 1)}>
          {String(isConnected)}
        </button>
      );
    }
    world.render(<Page />);

    // When
    fireEvent.click(await screen.findByText("true"));
    fireEvent.click(screen.getByText("true"));

    // Then
    expect(asked).toBe(1);
    expect(world.server.all("game")).toHaveLength(1);
  });
});

describe("useAuthenticatedWebSocket", () => {
  function Guarded({ token }: { token: TokenSource | null }) {
    const { isAuthenticated, isConnected, setAuthToken, clearAuth } = useAuthenticatedWebSocket("game", token, {
      tickets: false,
    });
    return (
      <>
        <p>{`${isAuthenticated} ${isConnected}`}</p>
        <button type="button" onClick={() => setAuthToken("ada:2")}>
          renew
        </button>
        <button type="button" onClick={clearAuth}>
          sign out
        </button>
      </>
    );
  }

  const guarded = (token: TokenSource | null) => <Guarded token={token} />;

  it("waits for a token, and closes when it is gone", async () => {
    // Given
    const { ServiceContext } = await import("../../src/contexts/ServiceContext.js");
    const wrapper = ({ children }: { children?: React.ReactNode }) => (
      <ServiceContext value={world.service}>{children}</ServiceContext>
    );
    const { rerender } = world.render(guarded(null), { wrapper });
    expect(screen.getByText("false false")).toBeDefined();

    // When
    rerender(guarded("ada:1"));
    await screen.findByText("true true");
    rerender(guarded(null));

    // Then
    await screen.findByText("false false");
    expect(world.server.sockets.every(({ open }) => !open)).toBe(true);
  });

  it("takes another token in place, and can be signed out of", async () => {
    // Given
    world.render(guarded("ada:1"));
    await screen.findByText("true true");

    // When
    fireEvent.click(screen.getByText("renew"));
    await waitFor(() => expect(world.server.last("game").sentTypes).toEqual(["refresh_token"]));
    fireEvent.click(screen.getByText("sign out"));

    // Then
    await screen.findByText("true false");
  });

  it("says when the token is refused", async () => {
    // Given
    world.server.rejectedTokens.add("ada:1");

    // When
    world.render(guarded("ada:1"));

    // Then
    await screen.findByText("false false");
  });

  it("says when a function has no other than the refused token, until it has", async () => {
    // Given
    world.server.rejectedTokens.add("ada:1");
    const source = vi.fn(() => "ada:1");

    // When
    world.render(guarded(source));
    await screen.findByText("false false");
    source.mockReturnValue("ada:2");

    // Then
    await screen.findByText("true true");
  });
});
