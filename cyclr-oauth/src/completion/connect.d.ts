/** The partner's server's response: the JSON of `Begun::popup`. */
export interface HandOff {
  /** Cyclr's page. It can be opened once. */
  readonly url: string;
  /** Cyclr's origin, from which the message must come. */
  readonly origin: string;
  /** The message that ends this attempt, and no other. */
  readonly message: string;
  /** Until the attempt expires, in milliseconds. */
  readonly expiresInMs: number;
}

/** Asks the partner's server to begin. The signal is aborted if the attempt ends before the server has responded. */
export type Start = (signal: AbortSignal) => Promise<HandOff>;

/**
 * - `aborted`: by the signal.
 * - `blocked`: the browser did not open the window. `start` was not called.
 * - `closed`: the window was closed, or cut itself off, and the server has not seen the attempt succeed. Or the
 *   frame is not in the page.
 * - `completed`: the message arrived, `check` returned `true`, or the user says that they have finished. It is not
 *   a proof: send `presented` to the server, which asks Cyclr.
 * - `failed`: `start` failed, or the browser refused, with `error`. After `submit`, its `cause` is the server's
 *   `Response`, if there was one.
 * - `timed-out`: nothing came before the attempt expired, or `start` took more than a minute.
 */
export type Result =
  | { readonly outcome: "completed"; readonly presented: string }
  | { readonly outcome: "failed"; readonly error: unknown }
  | { readonly outcome: "aborted" | "blocked" | "closed" | "timed-out" };

export interface Options {
  /**
   * Asks the partner's server whether the attempt can be completed: `Attempts::check`. A third party's page can cut
   * the window off from this page, and so can an error page of the browser: then no message arrives. Always pass it.
   *
   * One question at a time. One that takes longer than 10 seconds is asked again, and its signal is aborted.
   */
  check?: ((presented: string, signal: AbortSignal) => Promise<boolean>) | undefined;
  /**
   * The window looks closed. With `check`, the server is asked until the time is over; `signal` ends that.
   *
   * `finish` is for a user who says that they have finished: the attempt ends as `completed`. Offer it where the
   * connection was authenticated before, since `check` cannot see that it was renewed.
   */
  onGone?: ((finish: () => void) => void) | undefined;
  /** Ends the waiting, also for `start`. If it is aborted already, nothing begins. */
  signal?: AbortSignal | undefined;
}

export interface PopupOptions extends Options {
  /** Features for `window.open`, without `noopener` and `noreferrer`, which block the message. */
  features?: string | undefined;
  /** A text for the window until Cyclr's page is there. Without it, the window is blank while the server is asked. */
  placeholder?: string | undefined;
  /** The window is open, blank or with the placeholder: for a "Focus window" button, or to style the placeholder. */
  onOpen?: ((popup: Window) => void) | undefined;
}

/**
 * Takes the user to Cyclr in a separate window. Call it directly in the handler of the user's click.
 *
 * The promise is never rejected.
 *
 * @param start asks the partner's server to begin; it is called once the window is open, and may take a minute.
 */
export function connectInPopup(start: Start, options?: PopupOptions): Promise<Result>;

/** The same in a frame of the page, for third parties whose pages allow it. */
export function connectInFrame(frame: HTMLIFrameElement, start: Start, options?: Options): Promise<Result>;

/** A `start` that sends a form as its submission would, and asks for JSON. */
export function submit(form: HTMLFormElement, submitter?: HTMLElement | null): Start;
