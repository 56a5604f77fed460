// Imports the package as a server does, which has no document, and renders a component with the hook.
import { createElement } from "react";
import { renderToString } from "react-dom/server";

import "cyclr-connect";
import "cyclr-connect/element";
import { useCyclrConnect } from "cyclr-connect/react";

function Connection() {
  const { state } = useCyclrConnect(async () => {
    throw new Error("nobody clicks on a server");
  });
  return createElement("p", null, state);
}
process.stdout.write(renderToString(createElement(Connection)));
