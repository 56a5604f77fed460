import type { Options, Result, Start } from "./connect.js";

/**
 * - `idle`: nothing has begun.
 * - `waiting`: the user is in the window or the frame.
 * - `gone`: the window looks closed. The server is still being asked; the user can also connect again.
 * - `completing`: the server at `complete` is being asked.
 * - `connected`, `refused`: how the server at `complete` responded.
 * - else the outcome; `completed` only without `complete`.
 */
export type CyclrConnectState =
  | "idle"
  | "waiting"
  | "gone"
  | "completing"
  | "connected"
  | "refused"
  | Result["outcome"];

/** How an attempt of the element ended: the `detail` of its event `cyclr-connect`. */
export type CyclrConnectDetail =
  | Exclude<Result, { outcome: "completed" }>
  | (Extract<Result, { outcome: "completed" }> & {
      /** The server's response at `complete`; `null` if there was none, missing without `complete`. */
      readonly response?: Response | null;
    });

/**
 * `<cyclr-connect>`, around a form. When the form is submitted, the user is taken to Cyclr in a window, or in the
 * `<iframe>` inside the element if there is one. Each attempt ends in one event, `cyclr-connect`, which bubbles.
 *
 * Importing the module defines it.
 */
export class CyclrConnectElement extends HTMLElement {
  /** Begins, in place of submitting the form. */
  start: Start | undefined;
  /** Asks the server, in place of the attribute `check`. */
  check: Options["check"] | undefined;
  /** Also the attribute `state`, for style sheets. */
  readonly state: CyclrConnectState;
  /** Stops waiting: the attempt ends as `aborted`. The server hears of it at the address in the attribute `cancel`. */
  cancel(): void;
  /** The user says that they have finished in a window that is `gone`. */
  finish(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "cyclr-connect": CyclrConnectElement;
  }
  interface HTMLElementEventMap {
    "cyclr-connect": CustomEvent<CyclrConnectDetail>;
  }
  interface DocumentEventMap {
    "cyclr-connect": CustomEvent<CyclrConnectDetail>;
  }
}
