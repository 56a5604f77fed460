// A page with elements whose hand-offs the tests decide on.
import "/cyclr-connect/element.js";

import { ended, record, start } from "/package/attempts.js";

const running = new Map();

document.addEventListener(
  "submit",
  ({ target }) => {
    const element = target.closest("cyclr-connect");
    if (element.start !== undefined) {
      running.set(element, [...(running.get(element) ?? []), record()]);
    }
  },
  true,
);
test.events = [];
// On the window: an event of an element that was removed does not come here.
window.addEventListener("cyclr-connect", ({ target, detail }) => {
  test.events.push([target.id, detail.outcome, detail.response?.status ?? null, detail.response?.url ?? null]);
  const attempt = running.get(target)?.shift();
  if (attempt !== undefined) {
    ended(attempt, detail);
  }
});
test.fetched = [];
const { fetch } = window;
window.fetch = (address, options) => {
  test.fetched.push([address, String(options.body)]);
  return fetch(address, options);
};
test.decide = (...ids) => ids.forEach((id) => (document.getElementById(id).start = start));
test.ready = true;
