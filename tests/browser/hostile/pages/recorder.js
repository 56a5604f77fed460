// Comes before the module: sees what it does to the page, and what it leaves behind.
window.test = {
  attempts: [],
  // What is there: listeners for messages (this one aside) and for aborts, and timers.
  left: { aborts: 0, messages: 0, timers: 0 },
  log: [],
  messages: [],
  opened: [],
  // How many times as fast the page's clock goes. Set by a test before the click.
  speed: 1,
  // What the module gets in place of a window, if a test has one to give.
  standIn: (opened) => opened,
};
{
  window.addEventListener("message", ({ origin, data }) => test.messages.push({ origin, type: typeof data }));

  const record = (target, counted, name, seen) => {
    const { addEventListener, removeEventListener } = target;
    const there = new Map();
    const count = (receiver, change) => {
      const listeners = there.get(receiver) ?? new Set();
      change(listeners);
      there.set(receiver, listeners);
      test.left[name] = [...there.values()].reduce((sum, it) => sum + it.size, 0);
    };
    target.addEventListener = function (type, listener, ...rest) {
      if (type === counted) {
        seen();
        count(this, (it) => it.add(listener));
      }
      return addEventListener.call(this, type, listener, ...rest);
    };
    target.removeEventListener = function (type, listener, ...rest) {
      if (type === counted) {
        count(this, (it) => it.delete(listener));
      }
      return removeEventListener.call(this, type, listener, ...rest);
    };
  };
  record(window, "message", "messages", () => test.log.push("listen"));
  record(AbortSignal.prototype, "abort", "aborts", () => {});

  const timers = new Set();
  const count = () => {
    test.left.timers = timers.size;
  };
  for (const [set, clear, isOver] of [
    ["setTimeout", "clearTimeout", true],
    ["setInterval", "clearInterval", false],
  ]) {
    const { [set]: setTimer, [clear]: clearTimer } = window;
    window[set] = (callback, ms = 0, ...rest) => {
      const run = (...given) => {
        if (isOver) {
          timers.delete(id);
          count();
        }
        callback(...given);
      };
      const id = setTimer(run, ms / test.speed, ...rest);
      timers.add(id);
      count();
      return id;
    };
    window[clear] = (id) => {
      timers.delete(id);
      count();
      clearTimer(id);
    };
  }
  const now = performance.now.bind(performance);
  performance.now = () => now() * test.speed;

  const { open } = window;
  window.open = function (...args) {
    const opened = open.apply(this, args);
    test.log.push("open");
    test.opened.push(opened);
    return test.standIn(opened);
  };
}
