"use client";

import { useEffect } from "react";
import { Toaster, type ToasterProps, toast } from "sonner";
import { useService } from "../../../contexts/ServiceContext.js";
import { ErrorBoundary } from "../../ErrorBoundary.js";
import { BadgeIcon } from "./BadgeIcon.js";
import { type Message, signed } from "./describe.js";
import { Presenter, type Stage } from "./presenter.js";

export interface NotificationToastProps {
  readonly message: Message;
  /** Called when the user dismisses the toast; without it there is no button. */
  readonly onDismiss?: () => void;
}

/** The content of a toast. */
export function NotificationToast({ message, onDismiss }: NotificationToastProps) {
  const { icon, title, text, points, rarity } = message;
  return (
    <div className="laurel-toast" data-rarity={rarity}>
      <span className="laurel-toast-icon">
        <BadgeIcon name={icon} />
      </span>
      <div className="laurel-toast-body">
        {rarity !== undefined && <p className="laurel-toast-rarity">{rarity} achievement</p>}
        <p className="laurel-toast-title">{title}</p>
        <p className="laurel-toast-text">{text}</p>
      </div>
      {points !== 0 && <p className={`laurel-toast-points${points < 0 ? " loss" : ""}`}>{signed(points)}</p>}
      {onDismiss && (
        <button type="button" className="laurel-toast-close" aria-label={`Dismiss: ${title}`} onClick={onDismiss}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </div>
  );
}

export interface NotificationToastsProps extends Pick<ToasterProps, "position" | "visibleToasts" | "offset"> {
  /** How long a toast stays, ms. Pauses while it is hovered or focused and while the page is hidden. */
  readonly duration?: number;
}

/**
 * Shows the user's events as toasts in a polite live region. Each event appears in one tab only; missed events share one
 * toast. Render it once, inside a `GamificationProvider` or beside a hook that connects.
 */
export function NotificationToasts({ duration = 6_000, position = "bottom-right", ...rest }: NotificationToastsProps) {
  const service = useService();
  useEffect(() => new Presenter(service, documentStage, show).start(), [service]);
  return (
    <ErrorBoundary>
      <Toaster
        className="laurel-toaster"
        position={position}
        duration={duration}
        containerAriaLabel="Notifications"
        {...rest}
      />
    </ErrorBoundary>
  );
}

function show(message: Message, id: string): void {
  toast.custom(
    (key) => (
      <ErrorBoundary>
        <NotificationToast message={message} onDismiss={() => toast.dismiss(key)} />
      </ErrorBoundary>
    ),
    { id: `laurel-${id}` },
  );
}

const documentStage: Stage = {
  isHidden: () => document.visibilityState === "hidden",
  onVisible(listener) {
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  },
};
