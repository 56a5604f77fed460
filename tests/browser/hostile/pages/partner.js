// The partner's own script: begins an attempt at a click, and keeps what becomes of it.
import { connectInFrame, connectInPopup, submit } from "/cyclr-connect.js";

test.submit = submit;
// Set by a test before the click, to be other than these.
test.start = undefined;
test.frame = undefined;
test.options = {};

test.begin = (kind) => {
  const controller = new AbortController();
  const attempt = { controller, gone: 0, kind, outcomes: [], presented: [], signals: [], started: 0 };
  const answer = new Promise((resolve, reject) => Object.assign(attempt, { resolve, reject }));
  test.attempts.push(attempt);

  const asked = test.start ?? (() => answer);
  const start = (signal) => {
    attempt.started += 1;
    attempt.signals.push(signal);
    test.log.push("start");
    return asked(signal);
  };
  const { check, ...others } = test.options;
  const options = {
    onGone: (finish) => {
      attempt.gone += 1;
      attempt.finish = finish;
    },
    signal: controller.signal,
    ...(check && {
      check: (presented, signal) => {
        attempt.presented.push(presented);
        attempt.signals.push(signal);
        return check(presented, signal);
      },
    }),
    ...others,
  };
  const ended = kind === "popup"
    ? connectInPopup(start, options)
    : connectInFrame(test.frame ?? document.querySelector(kind), start, options);
  ended.then(
    (result) => {
      attempt.cause = result.error?.cause;
      attempt.outcomes.push({ ...result, ...("error" in result && { error: String(result.error) }) });
    },
    (error) => attempt.outcomes.push({ outcome: "rejected", error: String(error) }),
  );
};

document.querySelector("#connect").addEventListener("click", () => test.begin("popup"));
document.querySelector("#embed").addEventListener("click", () => test.begin("#frame"));

// Without a click.
if (location.search === "?at-once") {
  test.begin("popup");
}
test.ready = true;
