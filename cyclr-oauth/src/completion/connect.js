// Takes a user to Cyclr in a separate window or in a frame, and reports how it ended.
//
// An ES module without dependencies. It runs under a Content-Security-Policy that allows it by a nonce or
// by its address, and under Trusted Types. It puts nothing into the page, and listens only while it waits.

/**
 * In a separate window. Call it directly in the handler of the user's click: later, browsers block the window.
 *
 * `start` asks the partner's server to begin, and returns its response. It is not called if the window is
 * blocked, so that no sign-in token is wasted.
 */
export function connectInPopup(start, options = {}) {
  return connect(start, options, () => {
    const features = options?.features ?? "popup,width=600,height=760";
    if (/\bno(opener|referrer)\b/i.test(features)) {
      throw new TypeError("no message can come from a window without an opener");
    }
    const popup = window.open("about:blank", "_blank", features);
    if (popup === null) {
      return "blocked";
    }
    if (options?.placeholder !== undefined) {
      hold(popup, options.placeholder);
    }
    tell(options?.onOpen, popup);
    return { window: popup, isGone: () => popup.closed, close: () => popup.close() };
  });
}

function hold(popup, text) {
  try {
    const { body, documentElement } = popup.document;
    popup.document.title = document.title;
    documentElement.lang = document.documentElement.lang;
    body.textContent = text;
  } catch {
    // The window stays blank.
  }
}

/** Whatever the page does with the window, the attempt goes on. */
function tell(onOpen, popup) {
  try {
    onOpen?.(popup);
  } catch (error) {
    reportError(error);
  }
}

/** In a frame of the page, for third parties whose pages allow it. */
export function connectInFrame(frame, start, options = {}) {
  return connect(start, options, () => {
    const contentWindow = frame?.contentWindow;
    if (contentWindow === undefined) {
      throw new TypeError("not a frame");
    }
    if (contentWindow === null) {
      return "closed";
    }
    // A frame that is moved gets another window.
    return { window: contentWindow, isGone: () => frame.contentWindow !== contentWindow, close: () => {} };
  });
}

/** A `start` that sends a form as its submission would, and asks for JSON. */
export function submit(form, submitter = null) {
  return async (signal) => {
    // Not `form.action`, which a field of that name would be.
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
    const response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, submitter)),
      headers: { accept: "application/json" },
      cache: "no-store",
      redirect: "error",
      signal,
    });
    if (!response.ok) {
      throw new Error(`${address} returned ${response.status}`, { cause: response });
    }
    return response.json();
  };
}

const TICK_MS = 1000;
// How long `start` may take. The window is blank until then.
const START_MS = 60_000;
// How long a question to the partner's server may take before it is asked again.
const CHECK_MS = 10_000;
// The pause between two questions: while the window is open, a message is expected; one that looks closed
// may only be out of reach.
const WHILE_OPEN_MS = 10_000;
const WHILE_GONE_MS = 2000;
// A timer holds no more.
const LONGEST_MS = 2 ** 31 - 1;

/** Ends in exactly one outcome, whatever throws, and leaves no listener, timer, request or window behind. */
function connect(start, options, open) {
  return new Promise((resolve) => {
    const { check, onGone, signal } = options ?? {};
    let place;
    let handOff;
    let ended = false;
    let gone = false;
    let timer;
    let ticker;
    // What the server is being asked, and when it last was.
    let question;
    let lastAsked;

    const end = (result) => {
      if (ended) {
        return;
      }
      ended = true;
      clearTimeout(timer);
      clearInterval(ticker);
      window.removeEventListener("message", onMessage);
      signal?.removeEventListener("abort", onAbort);
      question?.abort();
      resolve(result);
      // One that looks closed may be open, and the user still at work there.
      if (result.outcome !== "closed") {
        place?.close();
      }
    };
    const finish = () => end({ outcome: "completed", presented: handOff.message });
    // A request with the same signal can fail before `onAbort` is called.
    const fail = (error) => end(signal?.aborted ? { outcome: "aborted" } : { outcome: "failed", error });
    const onAbort = () => end({ outcome: "aborted" });

    // The one message that counts: from Cyclr's origin, from this very window, and exactly this text.
    const onMessage = ({ origin, source, data }) => {
      if (origin === handOff.origin && source === place.window && data === handOff.message) {
        finish();
      }
    };

    /** Asks the server; at the end, or when it takes too long, the signal calls it off. */
    const ask = (call) => {
      question?.abort();
      const mine = (question = new AbortController());
      lastAsked = performance.now();
      return new Promise((settle) => settle(call(mine.signal))).finally(() => {
        if (question === mine) {
          question = undefined;
          lastAsked = performance.now();
        }
      });
    };

    const askWhetherDone = async () => {
      try {
        // Also a yes that comes after its time counts.
        if ((await ask((it) => check(handOff.message, it))) === true) {
          finish();
        }
      } catch {
        // The server is out of reach; it is asked again.
      }
    };

    const tick = () => {
      const wasGone = gone;
      // A window whose page has cut itself off from its opener looks closed, too.
      gone ||= place.isGone();
      // Without a way to ask, a message that may be on its way has one more tick.
      if (gone && (handOff === undefined || (wasGone && check === undefined))) {
        end({ outcome: "closed" });
        return;
      }
      if (handOff === undefined) {
        return;
      }
      const pause = gone ? WHILE_GONE_MS : WHILE_OPEN_MS;
      if (check !== undefined && performance.now() - lastAsked >= (question === undefined ? pause : CHECK_MS)) {
        askWhetherDone();
      }
      if (gone && !wasGone) {
        onGone?.(finish);
      }
    };

    const goToCyclr = (response) => {
      if (ended) {
        return;
      }
      handOff = read(response);
      if (place.isGone()) {
        end({ outcome: "closed" });
        return;
      }
      clearTimeout(timer);
      const isOver = () => end({ outcome: gone ? "closed" : "timed-out" });
      timer = setTimeout(isOver, Math.min(handOff.expiresInMs, LONGEST_MS));
      window.addEventListener("message", onMessage);
      // Only now that somebody listens; and in place of the blank page, so that "back" does not lead there.
      place.window.location.replace(handOff.url);
    };

    try {
      if (signal?.aborted) {
        end({ outcome: "aborted" });
        return;
      }
      const opened = open();
      if (typeof opened === "string") {
        end({ outcome: opened });
        return;
      }
      place = opened;
      signal?.addEventListener("abort", onAbort);
      timer = setTimeout(() => end({ outcome: "timed-out" }), START_MS);
      ticker = setInterval(tick, TICK_MS);
      ask(start).then(goToCyclr).catch(fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** The server's response, if it is a hand-off. */
function read({ url, origin, message, expiresInMs }) {
  const page = new URL(url);
  // A script or data in a URL has an origin, too: `null`.
  const isPage = (page.protocol === "https:" || page.protocol === "http:") && page.origin === origin;
  if (!isPage || typeof message !== "string" || message === "" || !(expiresInMs > 0)) {
    throw new TypeError("the response does not begin a hand-off to Cyclr");
  }
  return { url, origin, message, expiresInMs };
}
