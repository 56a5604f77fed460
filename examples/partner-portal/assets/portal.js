// The buttons that need script: "Connect in a window" and "Connect on this page".

import { connectInFrame, connectInPopup, submit } from "/cyclr-connect.js";

// The attempts that are waited for, by their forms. Leaving the page would end them.
const waiting = new Map();

for (const form of document.querySelectorAll("form[data-connect]")) {
  const status = form.querySelector("[data-status]");
  const stop = form.querySelector("[data-stop]");
  const frame = form.querySelector("[data-frame]");
  const say = (text) => { status.textContent = text; };

  for (const button of form.querySelectorAll("[data-way]")) {
    button.hidden = false;
  }

  form.addEventListener("submit", async (event) => {
    const way = event.submitter?.dataset.way;
    if (way === undefined) {
      return; // By redirects, as without script.
    }
    event.preventDefault();
    // "Connect" works at any moment: a new attempt replaces the one that is waited for.
    waiting.get(form)?.abort();
    const controller = new AbortController();
    waiting.set(form, controller);
    const onStop = () => controller.abort();
    stop.addEventListener("click", onStop);
    stop.hidden = false;

    const options = {
      signal: controller.signal,
      check: (presented, signal) => check(form, presented, signal),
      onGone: () => say(
        "The window looks closed. If you have not finished there, connect again; if it is still open, carry on."),
    };
    let attempt;
    const begin = submit(form);
    const start = async (startSignal) => {
      const handOff = await begin(startSignal);
      attempt = handOff.message;
      return handOff;
    };
    let connecting;
    if (way === "frame") {
      say("Cyclr connects …");
      frame.hidden = false;
      connecting = connectInFrame(frame, start, options);
    } else {
      say("Carry on in the window that has opened.");
      connecting = connectInPopup(start, options);
    }
    const result = await connecting;

    stop.removeEventListener("click", onStop);
    if (waiting.get(form) !== controller) {
      return;
    }
    waiting.delete(form);
    stop.hidden = true;
    if (frame !== null) {
      frame.hidden = true;
    }
    if (result.outcome === "aborted") {
      const stopped = attempt === undefined || (await cancel(form, attempt));
      say(stopped ? "Stopped. Nothing was changed." : "Stopped. Reload the page to see whether you are connected.");
    } else if (waiting.size > 0) {
      const isConnected = result.outcome === "completed" && (await complete(form, result.presented));
      say(isConnected ? "Connected." : "Not connected. Please connect again.");
    } else if (result.outcome === "completed") {
      // The server proves it, and says so on a page of its own.
      say("Cyclr says that it is done …");
      const presented = document.createElement("input");
      Object.assign(presented, { type: "hidden", name: "cyclr_attempt", value: result.presented });
      form.append(presented);
      form.setAttribute("action", "/done");
      form.submit();
    } else {
      location.assign(`/connectors/${form.dataset.connect}/ended/${result.outcome}`);
    }
  });
}

async function check(form, presented, signal) {
  const answer = await post("/attempts/check", form, presented, { redirect: "error", signal });
  return answer.ok && (await answer.json()).ready;
}

/** Ends an attempt that the user has given up. */
async function cancel(form, presented) {
  const answer = await post("/attempts/cancel", form, presented, { redirect: "error" }).catch(() => null);
  return answer?.ok === true;
}

/** In place of the page's form, where the page has to stay. */
async function complete(form, presented) {
  const answer = await post("/done", form, presented, { keepalive: true }).catch(() => null);
  return answer?.ok === true;
}

function post(address, form, presented, options) {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value, cyclr_attempt: presented });
  return fetch(address, { method: "POST", body, cache: "no-store", ...options });
}
