// Connects in a window where there is room for one. Without this script, and on phones, the same buttons lead to
// Cyclr and back by redirects.

import { connectInFrame, connectInPopup } from "/cyclr-connect.js";

const transport = new URLSearchParams(location.search).get("transport")
  ?? (matchMedia("(pointer: coarse), (max-width: 40rem)").matches ? "redirect" : "popup");

// The flows under way, by connector. Each ends by itself.
const flows = new Map();
// The list is read again, but not more often than this.
const REFRESH_MS = 2000;
let refreshed = performance.now();

document.addEventListener("submit", (event) => {
  const form = event.target;
  // A page about a problem is left behind.
  const byRedirect = transport === "redirect" || form.closest("[data-redirect]") !== null;
  if (form.dataset.connect === undefined || byRedirect) {
    return;
  }
  event.preventDefault();
  if (!flows.has(form.closest("[data-row]").dataset.row)) {
    connect(form);
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-focus], [data-finish], [data-cancel]");
  const flow = flows.get(button?.closest("[data-row]")?.dataset.row);
  if (flow === undefined) {
    return;
  }
  if (button.matches("[data-focus]")) {
    flow.popup?.focus();
  } else if (button.matches("[data-finish]")) {
    flow.finish();
  } else {
    flow.controller.abort();
  }
});

// Menus close as users expect.
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = menu.contains(event.target);
  }
});

// Somebody else, or another tab, may have changed something.
addEventListener("focus", () => {
  if (performance.now() - refreshed > REFRESH_MS) {
    refresh();
  }
});

const UNKNOWN = "The portal's answer did not arrive. Reload the page to see what Cyclr reports.";

async function connect(form) {
  const row = form.closest("[data-row]");
  const { row: id, name } = row.dataset;
  const part = (which) => row.querySelector(`[data-${which}]`);
  const say = (text) => { part("status").textContent = text; };
  const framed = transport === "frame" && form.dataset.framed !== undefined;
  const controller = new AbortController();
  const flow = { controller, popup: undefined, finish: () => {} };
  flows.set(id, flow);

  let attempt;
  let problem;
  let isGone = false;
  const start = async (signal) => {
    const response = await post(form, form.getAttribute("action"), {}, { signal });
    const answer = await response.json();
    if (!response.ok) {
      problem = answer;
      throw new Error(answer.problem);
    }
    attempt = answer.message;
    part("finish").hidden = false;
    part("focus").hidden = framed;
    say(framed ? `${name} connects below.` : `Continue in the ${name} window.`);
    return answer;
  };
  // An attempt is completed once: whoever asks while the server is being asked gets the same answer.
  let asked;
  const ask = () => {
    say(`Checking ${name}…`);
    return (asked ??= complete(form, id, attempt).finally(() => { asked = undefined; }));
  };
  // The user says so; whether it is true, the server asks Cyclr.
  const finished = new Promise((resolve) => {
    flow.finish = async () => {
      const answer = await ask();
      if (answer.ok) {
        resolve(answer.text);
      } else {
        say(answer.problem === "not-connected"
          ? `Cyclr does not report ${name} as connected yet. Finish in its window first.`
          : answer.text);
      }
    };
  });

  const options = {
    signal: controller.signal,
    check: (presented, signal) => check(form, presented, signal),
    onGone: () => {
      isGone = true;
      part("focus").hidden = true;
      say(`The ${name} window looks closed. If you have finished there, select “I’ve finished”.`);
    },
  };
  row.dataset.busy = "";
  part("waiting").hidden = false;
  part("cancel").hidden = false;
  say(`Opening ${name}…`);
  let ending;
  if (framed) {
    const frame = document.createElement("iframe");
    frame.title = name;
    row.append(frame);
    ending = connectInFrame(frame, start, options).finally(() => frame.remove());
  } else {
    const placeholder = `Opening ${name}…`;
    const onOpen = (popup) => {
      flow.popup = popup;
      spin(popup);
    };
    ending = connectInPopup(start, { ...options, placeholder, onOpen });
  }
  part("cancel").focus();

  const result = await Promise.race([ending, finished.then((text) => ({ outcome: "finished", text }))]);
  for (const button of ["cancel", "finish", "focus"]) {
    part(button).hidden = true;
  }
  let text;
  if (result.outcome === "blocked") {
    // No window: by redirects, then.
    flows.delete(id);
    form.submit();
    return;
  } else if (result.outcome === "finished") {
    text = result.text;
    controller.abort();
  } else if (result.outcome === "completed") {
    // The server may be being asked already, since a moment when the user was not yet done.
    const wasAsked = asked !== undefined;
    let answer = await ask();
    if (wasAsked && !answer.ok) {
      answer = await ask();
    }
    ({ text } = answer);
  } else if (result.outcome === "aborted") {
    text = attempt === undefined ? "Cancelled." : await cancel(form, attempt);
  } else if (result.outcome === "closed" && !isGone) {
    text = `The window was closed before ${name} opened.`;
    say(text);
    if (attempt !== undefined) {
      await cancel(form, attempt);
    }
  } else if (result.outcome === "closed" || result.outcome === "timed-out") {
    text = attempt === undefined
      ? "That took too long. Try again."
      : `Time ran out, and ${name} did not report back. The status shows what Cyclr reports.`;
  } else if (problem?.problem === "signed-out") {
    location.assign("/sign-in");
    return;
  } else {
    text = problem?.text ?? `${name} could not be opened. Check your connection to the internet and try again.`;
  }
  flows.delete(id);
  delete row.dataset.busy;
  part("waiting").hidden = true;
  await refresh(id, text);
}

/** While the server is asked, the window shows that something happens. */
function spin({ document: page }) {
  const { body } = page;
  // As dark as the page.
  page.documentElement.style.colorScheme = "light dark";
  Object.assign(body.style, {
    alignItems: "center", background: "light-dark(#f6f7f9, #14171c)", color: "light-dark(#525b6b, #a9b2c1)", display: "flex", flexDirection: "column", font: "1rem system-ui",
    gap: "1.5rem", height: "80vh", justifyContent: "center", margin: "0",
  });
  const circle = page.createElement("div");
  Object.assign(circle.style, {
    border: "3px solid light-dark(#d5d9e0, #363c47)", borderRadius: "50%",
    borderTopColor: "light-dark(#2453b3, #9dbcff)", height: "2rem", width: "2rem",
  });
  body.append(circle);
  circle.animate([{ rotate: "0turn" }, { rotate: "1turn" }], { duration: 900, iterations: Infinity });
}

async function check(form, presented, signal) {
  const response = await post(form, "/attempts/check", { cyclr_attempt: presented }, { signal });
  return response.ok && (await response.json()).ready;
}

async function complete(form, id, presented) {
  try {
    const response = await post(form, `/done?connector=${id}`, { cyclr_attempt: presented }, { keepalive: true });
    return { ok: response.ok, ...(await response.json()) };
  } catch {
    return { ok: false, text: UNKNOWN };
  }
}

async function cancel(form, presented) {
  try {
    const response = await post(form, "/attempts/cancel", { cyclr_attempt: presented }, { keepalive: true });
    const { text } = await response.json();
    return response.ok ? text : "This attempt has already ended. The status shows what Cyclr reports.";
  } catch {
    return UNKNOWN;
  }
}

function post(form, address, fields, options) {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value, ...fields });
  const headers = { accept: "application/json" };
  return fetch(address, { method: "POST", body, headers, cache: "no-store", redirect: "error", ...options });
}

/** Reads this page again, and replaces what no flow is waiting in. */
async function refresh(id, text) {
  refreshed = performance.now();
  const page = await read(location.pathname + location.search);
  for (const row of document.querySelectorAll("[data-row]:not([data-busy])")) {
    const fresh = page?.querySelector(`[data-row="${row.dataset.row}"]`);
    if (fresh && !row.querySelector("details[open]")) {
      const status = row.querySelector("[data-status]").textContent;
      const hadFocus = row.contains(document.activeElement);
      row.replaceWith(document.adoptNode(fresh));
      fresh.querySelector("[data-status]").textContent = status;
      if (hadFocus) {
        fresh.querySelector("a, button, summary").focus();
      }
    }
  }
  if (id !== undefined) {
    const row = document.querySelector(`[data-row="${id}"]`);
    row.querySelector("[data-status]").textContent = text;
    document.title = `${text} · Partner Portal`;
    if (document.activeElement === document.body) {
      [...row.querySelectorAll("a, button, summary")].find((it) => it.checkVisibility())?.focus();
    }
  }
}

/** A page as a document. Not by `DOMParser`, which Trusted Types forbid: nothing in it runs. */
function read(address) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onloadend = () => resolve(request.status === 200 ? request.response : null);
    request.send();
  });
}
