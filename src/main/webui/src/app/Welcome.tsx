import { type RefObject, type SyntheticEvent, useState } from "react";
import { Avatar } from "./Avatar.js";
import { ApiError, call } from "./api.js";
import { Brand } from "./Brand.js";
import type { Demo } from "./demo.js";
import { demoSession, type Session, tokenSession } from "./session.js";

interface WelcomeProps {
  readonly demo: Demo | null;
  /** Why the last session ended; empty if there is no reason to show. */
  readonly reason: string;
  readonly onSignIn: (session: Session) => void;
  readonly focusTarget: RefObject<HTMLElement | null>;
}

/** Signs in as a user of the demo, or with a token. */
export function Welcome({ demo, reason, onSignIn, focusTarget }: WelcomeProps) {
  return (
    <>
      <header className="bar">
        <Brand />
      </header>
      <main id="content" className="welcome" tabIndex={-1} ref={focusTarget}>
        <h1>
          Every graded submission, <em>live</em>
        </h1>
        <p className="lead">
          {demo
            ? `${demo.class.name} is at work. Be one of its students, and see your points, ranks and achievements move as submissions are graded.`
            : "Sign in to see your points, ranks and achievements move as submissions are graded."}
        </p>
        {reason !== "" && (
          <p className="notice" role="alert">
            {reason}
          </p>
        )}
        {demo && <People demo={demo} onSignIn={onSignIn} />}
        <details className="panel" open={demo === null}>
          <summary>Use a token</summary>
          <TokenForm onSignIn={onSignIn} />
        </details>
      </main>
    </>
  );
}

function People({ demo, onSignIn }: { readonly demo: Demo; readonly onSignIn: (session: Session) => void }) {
  return (
    <section className="people" aria-labelledby="people-title">
      <h2 id="people-title">Who are you?</h2>
      <ul>
        {demo.users.map((user) => (
          <li key={user.id}>
            <button type="button" className="person" onClick={() => onSignIn(demoSession(user.id))}>
              <Avatar user={user} />
              <span dir="auto">{user.username}</span>
              {user.role === "instructor" && <span className="role">instructor</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TokenForm({ onSignIn }: { readonly onSignIn: (session: Session) => void }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);

  const submit = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get("token")).trim();
    setBusy(true);
    setError("");
    try {
      await call("api/me", { token });
      onSignIn(tokenSession(token));
    } catch (failure) {
      setBusy(false);
      const refused = failure instanceof ApiError && failure.status === 401;
      setError(refused ? "This token is not accepted." : String((failure as Error).message));
    }
  };

  return (
    <form className="form token-form" onSubmit={submit}>
      <label htmlFor="token">Token</label>
      <textarea
        id="token"
        name="token"
        rows={3}
        required
        spellCheck={false}
        autoComplete="off"
        aria-describedby="token-hint"
        aria-invalid={error !== ""}
      />
      <p className="hint" id="token-hint">
        A JSON Web Token of a user, as your course’s log-in issues it. It stays in this tab.
      </p>
      <p className="error" role="alert">
        {error}
      </p>
      <button type="submit" className="primary" disabled={busy}>
        Connect
      </button>
    </form>
  );
}
