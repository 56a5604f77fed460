/**
 * One attempt at a time: a new one aborts the one before, so that "Connect" works at any moment.
 *
 * `onChange` is called with what the current attempt is doing, and with its result at the end; never for an
 * attempt that another has replaced.
 */
export function createFlow(onChange) {
  let running;
  let finish;

  return {
    /** Calls `connect` at once, still in the handler of the user's click. Gives its result. */
    async run(connect) {
      running?.abort();
      const mine = (running = new AbortController());
      const tell = (state, result = null) => {
        if (running === mine) {
          onChange({ state, result });
        }
      };
      const onGone = (done) => {
        finish = done;
        tell("gone");
      };
      tell("waiting");
      const result = await connect({ onGone, signal: mine.signal }, tell);
      tell("idle", result);
      return result;
    },
    // Once the attempt has ended, neither does anything.
    cancel() {
      running?.abort();
    },
    finish() {
      finish?.();
    },
  };
}
