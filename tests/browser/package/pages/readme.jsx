// The README's component as it is, three times: see `readme.rs` for what becomes of each.
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Connect } from "readme";

test.connected = 0;
const onConnected = () => (test.connected += 1);
const root = createRoot(document.getElementById("root"));
root.render(
  <StrictMode>
    {["message", "severed", "signed-out"].map((id) => (
      <div id={id} key={id}><Connect id={id} name={id} csrf="secret" onConnected={onConnected} /></div>
    ))}
  </StrictMode>,
);
test.ready = true;
