// A React application with routes and two connections, in StrictMode.
import { StrictMode, useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

import { useCyclrConnect } from "cyclr-connect/react";

import { ended, record, start } from "./attempts.js";

Object.assign(test, { effects: 0, functions: new Set(), shown: {}, options: {} });

function Connection({ id, inFrame }) {
  const frame = useRef(null);
  const [renders, setRenders] = useState(0);
  const options = inFrame ? { frame, ...test.options } : test.options;
  const { state, result, connect, cancel, finish } = useCyclrConnect(start, options);
  useEffect(() => {
    test.effects += 1;
    test.renderAgain = () => setRenders((it) => it + 1);
  }, []);
  useEffect(() => {
    test.functions.add(connect).add(cancel).add(finish);
    (test.shown[id] ??= []).push(result === null ? state : `${state} ${result.outcome}`);
  });

  const onClick = () => {
    const attempt = record();
    connect().then((result) => ended(attempt, result));
  };
  return (
    <section>
      <button id={id} onClick={onClick}>Connect {id} {renders}</button>
      {state !== "idle" && <button id={`${id}-cancel`} onClick={cancel}>Stop</button>}
      {state === "gone" && <button id={`${id}-finish`} onClick={finish}>I have finished</button>}
      <p role="status">{result?.outcome ?? state}</p>
      {inFrame && <iframe id="frame" title="Cyclr" ref={frame} />}
    </section>
  );
}

function Application() {
  const [route, setRoute] = useState("connections");
  test.go = setRoute;
  return (
    <>
      <h2>{route}</h2>
      {route === "connections" && <><Connection id="connect" /><Connection id="other" /></>}
      {route === "frame" && <Connection id="embed" inFrame />}
    </>
  );
}

const root = createRoot(document.getElementById("root"));
root.render(<StrictMode><Application /></StrictMode>);
test.unmount = () => root.unmount();
test.ready = true;
