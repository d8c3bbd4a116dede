import { useEffect, useRef, useState } from "react";
import { BadgeIcon, describeInFull, signed, useGameState, useGamification } from "../react.js";
import { formatMoment } from "./format.js";
import { SideDialog } from "./SideDialog.js";

const READ_AFTER_MS = 1_200;
const MOST_IN_BADGE = 99;

/** The user's events, all of them, and the number of unread ones. Opening it marks them as read. */
export function Inbox() {
  const { unread, markAllRead } = useGamification();
  const [isOpen, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    if (isOpen && unread > 0) {
      const timer = setTimeout(() => {
        if (!document.hidden) {
          void markAllRead();
        }
      }, READ_AFTER_MS);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [isOpen, unread, markAllRead]);

  const open = () => {
    dialog.current?.showModal();
    setOpen(true);
  };
  return (
    <>
      <button type="button" className="bell" aria-haspopup="dialog" onClick={open}>
        <span className="hidden">Inbox</span>
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16zM10 20.5h4" />
        </svg>
        {unread > 0 && (
          <span className="unread">
            {unread > MOST_IN_BADGE ? `${MOST_IN_BADGE}+` : unread}
            <span className="hidden"> unread</span>
          </span>
        )}
      </button>
      <SideDialog ref={dialog} title="Inbox" titleId="inbox-title" onClose={() => setOpen(false)}>
        {isOpen && <InboxList />}
      </SideDialog>
    </>
  );
}

function InboxList() {
  const { notifications } = useGamification();
  const { readUpTo } = useGameState();
  const messages = notifications.map(({ id, frame }) => ({
    id,
    message: describeInFull(frame),
    sentAt: frame.sent_at,
  }));
  if (messages.length === 0) {
    return <p className="empty">What happens to you appears here.</p>;
  }
  return (
    <ol id="inbox">
      {messages.map(({ id, message, sentAt }) => (
        <li key={id} className={id > readUpTo ? "new" : undefined} data-rarity={message.rarity}>
          <span className="medal">
            <BadgeIcon name={message.icon} />
          </span>
          <div>
            <p className="inbox-title">
              {message.title}
              {id > readUpTo && <span className="hidden"> (unread)</span>}
            </p>
            <p className="badge-text">
              {message.rarity && `${message.rarity} achievement: `}
              {message.text}
            </p>
          </div>
          <div className="inbox-side">
            {message.points !== 0 && <p className={message.points < 0 ? "loss" : "win"}>{signed(message.points)}</p>}
            <time dateTime={sentAt}>{formatMoment(sentAt)}</time>
          </div>
        </li>
      ))}
    </ol>
  );
}
