import type { Options, PopupOptions, Result, Start } from "./connect.js";

/** Options of the hook. `signal` and `onGone` are the hook's own: see `cancel`, `state` and `finish`. */
export type UseCyclrConnectOptions =
  | (Pick<PopupOptions, "check" | "features" | "onOpen" | "placeholder"> & { frame?: never })
  | (Pick<Options, "check"> & {
      /** A ref to a frame that is in the page at the click: Cyclr is shown there, instead of in a window. */
      frame: { readonly current: HTMLIFrameElement | null };
    });

export interface CyclrConnect {
  /**
   * - `idle`: no attempt is running. `result` has the last one's result.
   * - `waiting`: the user is in the window or the frame.
   * - `gone`: the window looks closed. The server is still being asked; the user can also connect again.
   */
  readonly state: "idle" | "waiting" | "gone";
  /** How the last attempt ended; `null` before that, and while one is running. */
  readonly result: Result | null;
  /**
   * Begins an attempt: call it directly in a click or submit handler. One that is running is aborted first. It is
   * the same function on every render, takes no arguments, and its promise is never rejected.
   */
  readonly connect: () => Promise<Result>;
  /** Stops waiting: the attempt ends as `aborted`. */
  readonly cancel: () => void;
  /** The user says that they have finished in a window that is `gone`: the attempt ends as `completed`. */
  readonly finish: () => void;
}

/**
 * One attempt at a time, in a window or a frame. Unmounting aborts it.
 *
 * @param start asks the partner's server to begin, as for `connectInPopup`.
 */
export function useCyclrConnect(start: Start, options?: UseCyclrConnectOptions): CyclrConnect;
