// Writes a page's script to the standard output, bundled as an application would be: the package is found in
// `node_modules`, by its `exports`.
import "../../../packages/cyclr-connect/build.js";

import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const { outputFiles } = await build({
  bundle: true,
  define: { "process.env.NODE_ENV": '"development"' },
  entryPoints: [fileURLToPath(new URL(`pages/${process.argv[2]}`, import.meta.url))],
  format: "esm",
  jsx: "automatic",
  // The package is a link, and finds React from here, not from where it really is.
  preserveSymlinks: true,
  write: false,
});
process.stdout.write(outputFiles[0].text);
