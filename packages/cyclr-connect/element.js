import { connectInFrame, connectInPopup, submit } from "./connect.js";
import { createFlow } from "./flow.js";

// Where there is no document, the module can be imported, and defines nothing.
const Base = globalThis.HTMLElement ?? class {};

// What the user reads in each state. The attribute `message-<state>` replaces one.
const MESSAGES = {
  idle: "",
  waiting: "Continue in the window that opened.",
  gone: "The window looks closed. If you finished there, wait a moment. If not, connect again.",
  completing: "Checking the connection.",
  completed: "",
  connected: "Connected.",
  refused: "Not connected. Please try again.",
  aborted: "Stopped waiting.",
  blocked: "Your browser blocked the window. Allow pop-ups for this site and connect again.",
  closed: "The window closed before the connection was confirmed. Please connect again.",
  failed: "Something went wrong. Please try again.",
  "timed-out": "This took too long. Please connect again.",
};
const IN_A_FRAME = "Continue below.";

const SUBMIT = "form :is(button, input[type=submit]):not([data-cyclr-cancel], [data-cyclr-finish])";

export class CyclrConnectElement extends Base {
  #flow = createFlow(({ state, result }) => this.#show(result === null ? state : stateOf(result)));
  #state = "idle";
  #running;
  #start;
  #check;

  constructor() {
    super();
    this.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) {
        event.preventDefault();
        this.#connect(event.target, event.submitter);
      }
    });
    this.addEventListener("click", (event) => {
      for (const part of ["cancel", "finish"]) {
        if (event.target.closest(`[data-cyclr-${part}]`) !== null) {
          // By default, a button submits the form.
          event.preventDefault();
          this[part]();
        }
      }
    });
  }

  connectedCallback() {
    // What was set before the element was defined.
    for (const name of ["start", "check"]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (document.readyState === "loading") {
      // What is inside may still be on its way.
      document.addEventListener("DOMContentLoaded", () => this.#show(this.#state), { once: true });
    } else {
      this.#show(this.#state);
    }
  }

  disconnectedCallback() {
    // Unless it was only moved.
    queueMicrotask(() => this.isConnected || this.#flow.cancel());
  }

  get start() {
    return this.#start;
  }

  set start(start) {
    this.#start = start;
  }

  get check() {
    return this.#check;
  }

  set check(check) {
    this.#check = check;
  }

  get state() {
    return this.#state;
  }

  cancel() {
    const running = this.#running;
    if (running !== undefined) {
      running.isCancelled = true;
    }
    this.#flow.cancel();
  }

  finish() {
    this.#flow.finish();
  }

  async #connect(form, submitter) {
    const frame = this.querySelector("iframe");
    const given = this.#start ?? submit(form, submitter);
    const mine = (this.#running = { isCancelled: false, presented: undefined });
    const start = async (signal) => {
      const handOff = await given(signal);
      mine.presented = handOff?.message;
      return handOff;
    };
    const check = this.#check ?? checkAt(this.getAttribute("check"), form);
    const placeholder = this.getAttribute("placeholder") ?? undefined;
    const completeAt = this.getAttribute("complete");
    const cancelAt = this.getAttribute("cancel");

    const detail = await this.#flow.run(async (flow, tell) => {
      const options = { ...flow, check, placeholder };
      const result = await (frame === null
        ? connectInPopup(start, options)
        : connectInFrame(frame, start, options));
      if (result.outcome !== "completed" || completeAt === null) {
        return result;
      }
      tell("completing");
      const response = await post(completeAt, form, result.presented, flow.signal).catch(() => null);
      return flow.signal.aborted ? { outcome: "aborted" } : { ...result, response };
    });
    if (this.#running === mine) {
      this.#running = undefined;
    }
    // The server can still undo what the user has stopped. If it does not hear of it, the attempt expires.
    if (mine.isCancelled && mine.presented !== undefined && cancelAt !== null) {
      post(cancelAt, form, mine.presented).catch(() => {});
    }
    this.dispatchEvent(new CustomEvent("cyclr-connect", { bubbles: true, composed: true, detail }));
  }

  #show(state) {
    this.#state = state;
    this.setAttribute("state", state);
    this.#hide("cancel", state !== "waiting" && state !== "gone");
    this.#hide("finish", state !== "gone");

    let status = this.querySelector("[data-cyclr-status]");
    if (status === null) {
      status = document.createElement("p");
      status.setAttribute("data-cyclr-status", "");
      this.append(status);
    }
    // Screen readers read what changes in it.
    status.setAttribute("role", "status");
    const text = state === "waiting" && this.querySelector("iframe") ? IN_A_FRAME : MESSAGES[state];
    status.textContent = this.getAttribute(`message-${state}`) ?? text;
  }

  #hide(part, hidden) {
    for (const button of this.querySelectorAll(`[data-cyclr-${part}]`)) {
      // A focused button that vanishes would leave keyboard users at the top of the page.
      if (hidden && button === document.activeElement) {
        this.querySelector(SUBMIT)?.focus();
      }
      button.hidden = hidden;
    }
  }
}

/** How it ended: with `complete`, the server has decided. */
function stateOf(result) {
  if (!("response" in result)) {
    return result.outcome;
  }
  return result.response?.ok ? "connected" : "refused";
}

function checkAt(address, form) {
  if (address === null) {
    return undefined;
  }
  return async (presented, signal) => {
    const response = await post(address, form, presented, signal);
    return response.ok && (await response.json()).ready === true;
  };
}

/** Hands the attempt to the server, with the form's fields: one of them guards against CSRF. */
async function post(address, form, presented, signal) {
  const body = new URLSearchParams(new FormData(form));
  body.set("cyclr_attempt", presented);
  return fetch(address, {
    method: "POST",
    body,
    headers: { accept: "application/json" },
    cache: "no-store",
    signal,
  });
}

if (globalThis.customElements?.get("cyclr-connect") === undefined) {
  globalThis.customElements?.define("cyclr-connect", CyclrConnectElement);
}
