// How a front end uses the module, and what its types keep it from. Nothing here is run.
import {
  connectInFrame,
  connectInPopup,
  submit,
  type HandOff,
  type Options,
  type PopupOptions,
  type Result,
  type Start,
} from "../../../cyclr-oauth/src/completion/connect.js";

declare const button: HTMLButtonElement;
declare const form: HTMLFormElement;
declare const frame: HTMLIFrameElement;

// As on the page of `PopupListener`.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const result = await connectInPopup(submit(form));
  if (result.outcome === "completed") {
    location.assign(`/done?cyclr_attempt=${result.presented}`);
  }
});

// With everything.
const controller = new AbortController();
const check = async (presented: string): Promise<boolean> => {
  const answer = await fetch("/check", { method: "POST", body: new URLSearchParams({ presented }) });
  return answer.ok && (await answer.json()) === true;
};
const options: PopupOptions = {
  check,
  features: "popup",
  onGone: (finish) => button.addEventListener("click", finish),
  placeholder: "One moment …",
  signal: controller.signal,
};
void connectInPopup(submit(form, button), options);
void connectInPopup(submit(form, null), {});
void connectInFrame(frame, submit(form), { check });

// What is called off can stop its requests.
const start: Start = async (signal) => (await fetch("/connect", { method: "POST", signal })).json();
void connectInPopup(start, {
  check: async (presented, signal) => (await fetch("/check", { body: presented, signal })).ok,
  onGone: () => controller.abort(),
});

// A custom `start`.
const handOff: HandOff = { url: "https://app-h.cyclr.com/", origin: "https://app-h.cyclr.com", message: "m", expiresInMs: 1 };
void connectInPopup(async () => handOff);
void connectInFrame(frame, () => Promise.resolve(handOff));

// All outcomes, and no more.
function tell(result: Result): string {
  switch (result.outcome) {
    case "aborted":
    case "blocked":
    case "closed":
    case "timed-out":
      return result.outcome;
    case "completed":
      return result.presented;
    case "failed":
      return result.error instanceof Error ? result.error.message : "failed";
    default:
      return result satisfies never;
  }
}
void connectInPopup(submit(form)).then(tell);

// @ts-expect-error: the answer of `start` is a promise
void connectInPopup(() => handOff);
// @ts-expect-error: `start` is a function
void connectInPopup(submit);
// @ts-expect-error: a hand-off has a message
void connectInPopup(async () => ({ url: "https://app-h.cyclr.com/", origin: "https://app-h.cyclr.com", expiresInMs: 1 }));
// @ts-expect-error: its time is a number
void connectInPopup(async () => ({ ...handOff, expiresInMs: "900000" }));
// @ts-expect-error: a window has no frame
void connectInPopup(frame, submit(form));
// @ts-expect-error: a frame comes first
void connectInFrame(submit(form), frame);
// @ts-expect-error: a frame is an iframe
void connectInFrame(button, submit(form));
// @ts-expect-error: a frame has no window's features
void connectInFrame(frame, submit(form), { features: "popup" });
// @ts-expect-error: a form is submitted
void connectInPopup(submit(button));
// @ts-expect-error: a check says yes or no
void connectInPopup(submit(form), { check: async () => "true" });
// @ts-expect-error: a check answers later
void connectInPopup(submit(form), { check: () => true });
// @ts-expect-error: it is called `check`
void connectInPopup(submit(form), { cheque: check });
// @ts-expect-error: a signal is no controller
void connectInPopup(submit(form), { signal: controller });
// @ts-expect-error: `finish` takes nothing
void connectInPopup(start, { onGone: (finish) => finish(true) });
// @ts-expect-error: a frame needs no text in the meantime
void connectInFrame(frame, start, { placeholder: "One moment …" });
({ check: undefined }) satisfies Options;
// @ts-expect-error: a hand-off is not changed
handOff.message = "another";

async function misread(): Promise<void> {
  const result = await connectInPopup(submit(form));
  // @ts-expect-error: it may not have completed
  result.presented;
  // @ts-expect-error: there is no such outcome
  void (result.outcome === "success");
  if (result.outcome === "failed") {
    // @ts-expect-error: what failed is not known
    result.error.message;
  }
}
void misread;
