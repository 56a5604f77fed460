// How a front end uses the npm package, by its `exports`, and what its types keep it from. Nothing here is run.
import { connectInPopup, submit, type Result, type Start } from "cyclr-connect";
import {
  CyclrConnectElement,
  type CyclrConnectDetail,
  type CyclrConnectState,
} from "cyclr-connect/element";
import { useCyclrConnect, type CyclrConnect, type UseCyclrConnectOptions } from "cyclr-connect/react";

declare const form: HTMLFormElement;
declare const start: Start;
void connectInPopup(submit(form));

// The element.
const element = document.createElement("cyclr-connect");
element.start = start;
element.check = async (presented, signal) => (await fetch("/check", { body: presented, signal })).ok;
element.start = undefined;
const state: CyclrConnectState = element.state;
void state;
element.cancel();
element.finish();
element satisfies CyclrConnectElement;
const found: CyclrConnectElement | null = document.querySelector("cyclr-connect");
void found;
document.addEventListener("cyclr-connect", ({ detail }) => {
  detail satisfies CyclrConnectDetail;
  if (detail.outcome === "completed") {
    detail.presented satisfies string;
    if (detail.response?.ok) {
      location.assign(detail.response.url);
    }
  } else if (detail.outcome === "failed") {
    console.error(detail.error);
  }
});
element.addEventListener("cyclr-connect", ({ detail }) => detail.outcome);

// @ts-expect-error: the element shows its state, and is not told it
element.state = "idle";
// @ts-expect-error: a `start` answers later
element.start = () => ({ url: "https://app-h.cyclr.com/", origin: "https://app-h.cyclr.com", message: "m", expiresInMs: 1 });
// @ts-expect-error: an address is an attribute
element.check = "/check";
// @ts-expect-error: there is no such state
void (element.state === "success");
// @ts-expect-error: only what completed has a response
element.addEventListener("cyclr-connect", ({ detail }) => detail.response);

// The hook.
const { state: shown, result, connect, cancel, finish }: CyclrConnect = useCyclrConnect(start);
shown satisfies "idle" | "waiting" | "gone";
result satisfies Result | null;
void (connect() satisfies Promise<Result>);
cancel();
finish();
const button = { onClick: connect } satisfies { onClick: (event: MouseEvent) => unknown };
void button;
useCyclrConnect(start, { check: async () => true, features: "popup", placeholder: "One moment …" });
useCyclrConnect(start, { check: async () => true, onOpen: (popup) => popup.focus() });
const frame: { current: HTMLIFrameElement | null } = { current: null };
const options: UseCyclrConnectOptions = { check: async () => true, frame };
useCyclrConnect(start, options);

// @ts-expect-error: there must be something to begin with
useCyclrConnect();
// @ts-expect-error: the signal is the hook's own: `cancel`
useCyclrConnect(start, { signal: AbortSignal.abort() });
// @ts-expect-error: so is `onGone`: the state `gone`
useCyclrConnect(start, { onGone: () => {} });
// @ts-expect-error: a frame is given by a ref, which React fills later
useCyclrConnect(start, { frame: document.createElement("iframe") });
// @ts-expect-error: a frame has no window's features
useCyclrConnect(start, { frame, features: "popup" });
// @ts-expect-error: it may not have ended
result.outcome;
// @ts-expect-error: how it ended is the result
void (shown === "completed");

// @ts-expect-error: what is inside is nobody's business
import "cyclr-connect/flow.js";
