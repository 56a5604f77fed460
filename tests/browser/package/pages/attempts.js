// The attempts of a page, as the tests see them: `test.attempts[n]` in the order in which they began.

const unanswered = [];

/** Before an attempt begins. */
export function record() {
  const attempt = { outcomes: [], presented: [], signals: [], started: 0 };
  const answer = new Promise((resolve, reject) => Object.assign(attempt, { resolve, reject }));
  Object.defineProperty(attempt, "answer", { value: answer });
  test.attempts.push(attempt);
  unanswered.push(attempt);
  return attempt;
}

/** The `start` of all: a test answers each by `test.attempts[n].resolve`. */
export function start(signal) {
  const attempt = unanswered.shift();
  attempt.started += 1;
  attempt.signals.push(signal);
  test.log.push("start");
  return attempt.answer;
}

export function ended(attempt, result) {
  attempt.outcomes.push({ ...result, ...("error" in result && { error: String(result.error) }) });
}
