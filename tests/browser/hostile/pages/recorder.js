// Comes before the module: sees what it does to the page.
window.test = {
  attempts: [],
  // Listeners for messages that are there, this one aside.
  listeners: 0,
  log: [],
  messages: [],
  opened: [],
};
{
  window.addEventListener("message", ({ origin, data }) => test.messages.push({ origin, type: typeof data }));

  const { addEventListener, removeEventListener, open } = window;
  const there = new Set();
  const count = () => {
    test.listeners = there.size;
  };
  window.addEventListener = function (type, listener, ...rest) {
    if (type === "message") {
      test.log.push("listen");
      there.add(listener);
      count();
    }
    return addEventListener.call(this, type, listener, ...rest);
  };
  window.removeEventListener = function (type, listener, ...rest) {
    if (type === "message") {
      there.delete(listener);
      count();
    }
    return removeEventListener.call(this, type, listener, ...rest);
  };
  window.open = function (...args) {
    const opened = open.apply(this, args);
    test.log.push("open");
    test.opened.push(opened);
    return opened;
  };
}
