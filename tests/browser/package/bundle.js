// Writes a page's script to the standard output, bundled as an application would be: the package is found in
// `node_modules`, by its `exports`.
import "../../../packages/cyclr-connect/build.js";

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The component in the package's README, as `readme`; the addresses of its server begin with `/readme` here. */
const readme = {
  name: "readme",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^readme$/ }, () => ({ path: "readme", namespace: "readme" }));
    onLoad({ filter: /^readme$/, namespace: "readme" }, () => {
      const text = readFileSync(at("../../../packages/cyclr-connect/README.md"), "utf8");
      const [, contents] = /^```tsx\n(.*?)^```$/ms.exec(text);
      return { contents: contents.replaceAll('"/', '"/readme/'), loader: "tsx", resolveDir: at("pages") };
    });
  },
};

const { outputFiles } = await build({
  bundle: true,
  define: { "process.env.NODE_ENV": '"development"' },
  entryPoints: [at(`pages/${process.argv[2]}`)],
  format: "esm",
  jsx: "automatic",
  plugins: [readme],
  // The package is a link, and finds React from here, not from where it really is.
  preserveSymlinks: true,
  write: false,
});
process.stdout.write(outputFiles[0].text);
