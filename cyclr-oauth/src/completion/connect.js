// Takes a user to Cyclr in a window or a frame of its own, and tells how it ended.
//
// An ES module without dependencies. It runs under a Content-Security-Policy that allows it by a nonce or
// by its address, puts nothing into the page, and listens only while it waits.

/**
 * In a window of its own. To be called right in the handler of the user's click: later, browsers block the
 * window.
 *
 * `start` asks the partner's server to begin, and gives its answer. It is not called if the window is
 * blocked, so that no sign-in token is wasted.
 */
export function connectInPopup(start, options = {}) {
  if (options.signal?.aborted) {
    return Promise.resolve({ outcome: "aborted" });
  }
  const popup = window.open("about:blank", "_blank", options.features ?? "popup,width=600,height=760");
  if (popup === null) {
    return Promise.resolve({ outcome: "blocked" });
  }
  return connect(start, options, {
    window: () => popup,
    isGone: () => popup.closed,
    close: () => popup.close(),
  });
}

/** In a frame of the page, for third parties whose pages allow it. */
export function connectInFrame(frame, start, options = {}) {
  if (options.signal?.aborted) {
    return Promise.resolve({ outcome: "aborted" });
  }
  return connect(start, options, {
    window: () => frame.contentWindow,
    isGone: () => !frame.isConnected,
    close: () => {},
  });
}

/** A `start` that sends a form as its submission would, and asks for JSON. */
export function submit(form, submitter = null) {
  return async () => {
    // Not `form.action`, which a field of that name would be.
    const address = form.getAttribute("action") ?? "";
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, submitter)),
      headers: { accept: "application/json" },
      cache: "no-store",
      redirect: "error",
    });
    if (!answer.ok) {
      throw new Error(`${address} answered ${answer.status}`);
    }
    return answer.json();
  };
}

const TICK_MS = 1000;
// How many ticks lie between two questions to the partner's server: while the window is open, messages are
// expected; one that looks closed may only be out of reach.
const WHILE_OPEN = 10;
const WHILE_GONE = 2;
// After that many ticks without an answer, another question is asked.
const LOST = 15;
// More does not fit into a timer.
const LONGEST_MS = 2 ** 31 - 1;

async function connect(start, options, place) {
  const { check, onGone, signal } = options;
  let handOff;
  let stop;
  try {
    // The server's answer may be long in coming; the signal doesn't wait for it.
    const aborted = new Promise((_, reject) => (stop = reject));
    signal?.addEventListener("abort", stop);
    handOff = read(await Promise.race([start(), aborted]));
  } catch (error) {
    place.close();
    return signal?.aborted ? { outcome: "aborted" } : { outcome: "failed", error };
  } finally {
    signal?.removeEventListener("abort", stop);
  }
  // A frame that is not in a page has no window.
  if (place.isGone() || place.window() === null || signal?.aborted) {
    place.close();
    return { outcome: signal?.aborted ? "aborted" : "closed" };
  }

  return new Promise((resolve) => {
    let gone = false;
    let asked = null;
    let ticks = 0;
    let total = 0;

    const end = (outcome, error) => {
      window.removeEventListener("message", onMessage);
      signal?.removeEventListener("abort", onAbort);
      clearTimeout(timer);
      clearInterval(ticker);
      if (outcome !== "closed") {
        place.close();
      }
      if (outcome === "completed") {
        resolve({ outcome, presented: handOff.message });
      } else {
        resolve(outcome === "failed" ? { outcome, error } : { outcome });
      }
    };

    // The one message that counts: from Cyclr's origin, from the very window, and the very text. What is no
    // text is equal to none.
    const onMessage = (event) => {
      if (
        event.origin === handOff.origin &&
        event.source === place.window() &&
        event.source !== null &&
        event.data === handOff.message
      ) {
        end("completed");
      }
    };
    const onAbort = () => end("aborted");

    const ask = async () => {
      if (asked !== null && total - asked < LOST) {
        return;
      }
      const own = (asked = total);
      try {
        if ((await check(handOff.message)) === true) {
          end("completed");
        }
      } catch {
        // The server is out of reach; it is asked again.
      } finally {
        asked = asked === own ? null : asked;
      }
    };

    const tick = () => {
      ticks += 1;
      total += 1;
      // A window whose page has cut itself off from its opener looks closed, too.
      if (!gone && place.isGone()) {
        gone = true;
        ticks = 0;
        onGone?.();
      } else if (gone && check === undefined) {
        // The message may have been on its way; it has had a tick.
        end("closed");
        return;
      }
      if (check !== undefined && ticks % (gone ? WHILE_GONE : WHILE_OPEN) === 0) {
        ask();
      }
    };

    const timer = setTimeout(
      () => end(gone ? "closed" : "timed-out"),
      Math.min(handOff.expiresInMs, LONGEST_MS),
    );
    const ticker = setInterval(tick, TICK_MS);
    window.addEventListener("message", onMessage);
    signal?.addEventListener("abort", onAbort);
    // Not before there is somebody to listen; and in the place of the blank page, so that "back" does not
    // lead there.
    try {
      place.window().location.replace(handOff.url);
    } catch (error) {
      end("failed", error);
    }
  });
}

/** The server's answer, if it is one. */
function read({ url, origin, message, expiresInMs }) {
  const page = new URL(url);
  // A script or data in a URL has an origin, too: `null`.
  const isPage = (page.protocol === "https:" || page.protocol === "http:") && page.origin === origin;
  if (!isPage || typeof message !== "string" || message === "" || !(expiresInMs > 0)) {
    throw new TypeError("the answer does not begin a hand-off to Cyclr");
  }
  return { url, origin, message, expiresInMs };
}
