"use client";

import { useCallback, useEffect, useRef, useState } from "react";

import { connectInFrame, connectInPopup } from "./connect.js";
import { createFlow } from "./flow.js";

const IDLE = { state: "idle", result: null };

export function useCyclrConnect(start, options = {}) {
  const [shown, show] = useState(IDLE);
  const [flow] = useState(() => createFlow(show));

  // As they were rendered last, so that `connect` stays the same function.
  const latest = useRef({ start, options });
  useEffect(() => {
    latest.current = { start, options };
  });
  // Also when the component is only hidden; then it shows that the attempt was aborted.
  useEffect(() => () => flow.cancel(), [flow]);

  const connect = useCallback(() => {
    const { start, options } = latest.current;
    const { frame, ...rest } = options;
    return flow.run((given) =>
      frame === undefined
        ? connectInPopup(start, { ...rest, ...given })
        : connectInFrame(frame.current, start, { ...rest, ...given }),
    );
  }, [flow]);

  return { ...shown, connect, cancel: flow.cancel, finish: flow.finish };
}
