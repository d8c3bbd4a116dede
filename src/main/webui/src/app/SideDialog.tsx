import type { ReactNode, RefObject } from "react";

interface SideDialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly title: string;
  /** The id of the title. */
  readonly titleId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog at the side of the page, opened by its owner. A click beside it closes it, as Escape does. */
export function SideDialog({ ref, title, titleId, onClose, children }: SideDialogProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a dialog closes with Escape by itself
    <dialog
      ref={ref}
      className="inbox"
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => event.target === ref.current && ref.current.close()}
    >
      <div className="inbox-body">
        <div className="inbox-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="quiet" onClick={() => ref.current?.close()}>
            Close
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
