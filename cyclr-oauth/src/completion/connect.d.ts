/** What the partner's server answers: the JSON of `PopupListener::into_response`. */
export interface HandOff {
  /** Cyclr's page. It can be opened once. */
  readonly url: string;
  /** Cyclr's origin, from which the message has to come. */
  readonly origin: string;
  /** The message that ends this attempt, and no other. */
  readonly message: string;
  /** How long the attempt can be completed, in milliseconds. */
  readonly expiresInMs: number;
}

/**
 * - `aborted`: by the signal.
 * - `blocked`: the browser did not open the window. `start` was not called.
 * - `closed`: the window was closed, or cut itself off, and the server has not seen the attempt succeed.
 * - `completed`: the message has come, or the server says that the attempt has succeeded. It is for the server
 *   to prove: hand it `presented`.
 * - `failed`: `start` failed, or the window could not be taken to Cyclr, with `error`.
 * - `timed-out`: nothing came in time.
 */
export type Result =
  | { readonly outcome: "completed"; readonly presented: string }
  | { readonly outcome: "failed"; readonly error: unknown }
  | { readonly outcome: "aborted" | "blocked" | "closed" | "timed-out" };

export interface Options {
  /**
   * Asks the partner's server whether the attempt can be completed: `Attempts::check`. It is asked now and then,
   * since a third party's page may cut the window off from this one, and so may an error page of the browser: no
   * message arrives then. Always give it.
   */
  check?: (presented: string) => Promise<boolean>;
  /** The window looks closed. With `check`, the server is asked on until time is over; `signal` ends that. */
  onGone?: () => void;
  /** Ends the waiting, also for `start`. If it has been aborted before, nothing begins. */
  signal?: AbortSignal;
}

export interface PopupOptions extends Options {
  /** Features of the window, as `window.open` takes them; not `noopener`, which no message could come back from. */
  features?: string;
}

/**
 * Takes the user to Cyclr in a window of its own. To be called right in the handler of the user's click.
 *
 * @param start asks the partner's server to begin; it is called once the window is open.
 */
export function connectInPopup(start: () => Promise<HandOff>, options?: PopupOptions): Promise<Result>;

/** The same in a frame of the page, for third parties whose pages allow it. */
export function connectInFrame(
  frame: HTMLIFrameElement,
  start: () => Promise<HandOff>,
  options?: Options,
): Promise<Result>;

/** A `start` that sends a form as its submission would, and asks for JSON. */
export function submit(form: HTMLFormElement, submitter?: HTMLElement | null): () => Promise<HandOff>;
