// The buttons that need script: "Connect in a window" and "Connect on this page".

import { connectInFrame, connectInPopup, submit } from "/cyclr-connect.js";

for (const form of document.querySelectorAll("form[data-connect]")) {
  const status = form.querySelector("[data-status]");
  const stop = form.querySelector("[data-stop]");
  const frame = form.querySelector("[data-frame]");
  const say = (text) => { status.textContent = text; };
  let waiting = false;

  for (const button of form.querySelectorAll("[data-way]")) {
    button.hidden = false;
  }

  form.addEventListener("submit", async (event) => {
    const way = event.submitter?.dataset.way;
    if (way === undefined) {
      return; // By redirects, as without script.
    }
    event.preventDefault();
    if (waiting) {
      return;
    }
    waiting = true;
    const controller = new AbortController();
    const onStop = () => controller.abort();
    stop.addEventListener("click", onStop);
    stop.hidden = false;

    const options = {
      signal: controller.signal,
      check: (presented) => check(form, presented),
      onGone: () => say(
        "The window looks closed. If you have not finished there, connect again; if it is still open, carry on."),
    };
    let attempt;
    const begin = submit(form);
    const start = async () => {
      const handOff = await begin();
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

    waiting = false;
    stop.hidden = true;
    stop.removeEventListener("click", onStop);
    if (frame !== null) {
      frame.hidden = true;
    }
    if (result.outcome === "completed") {
      // The server proves it, and says so on a page of its own.
      say("Cyclr says that it is done …");
      const presented = document.createElement("input");
      Object.assign(presented, { type: "hidden", name: "cyclr_attempt", value: result.presented });
      form.append(presented);
      form.setAttribute("action", "/done");
      form.submit();
    } else if (result.outcome === "aborted") {
      const stopped = attempt === undefined || (await post(form, "/attempts/cancel", attempt)).ok;
      say(stopped ? "Stopped. You are not connected." : "Stopped. Reload the page to see whether you are connected.");
    } else {
      location.assign(`/connectors/${form.dataset.connect}/ended/${result.outcome}`);
    }
  });
}

async function check(form, presented) {
  const answer = await post(form, "/attempts/check", presented);
  return answer.ok && (await answer.json()).ready;
}

function post(form, path, presented) {
  return fetch(path, {
    method: "POST",
    body: new URLSearchParams({ csrf: form.elements.csrf.value, cyclr_attempt: presented }),
    cache: "no-store",
    redirect: "error",
  });
}
