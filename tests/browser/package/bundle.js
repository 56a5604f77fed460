// Writes a page's script to the standard output, bundled as an application would be: the package is found in
// `node_modules`, by its `exports`.
import "../../../packages/cyclr-connect/build.js";

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The samples in the package's README, by language and order; the addresses of their server begin with `/readme` here. */
const SAMPLES = { readme: ["tsx", 0], "readme-plain": ["ts", 0], "readme-check": ["ts", 1], "readme-element": ["ts", 2] };

const readme = {
  name: "readme",
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^readme(-\w+)?$/ }, ({ path }) => ({ path, namespace: "readme" }));
    onLoad({ filter: /./, namespace: "readme" }, ({ path }) => {
      const text = readFileSync(at("../../../packages/cyclr-connect/README.md"), "utf8");
      const [loader, index] = SAMPLES[path];
      const samples = [...text.matchAll(new RegExp(`^\`\`\`${loader}\\n(.*?)^\`\`\`$`, "gms"))];
      return { contents: samples[index][1].replaceAll('"/', '"/readme/'), loader, resolveDir: at("pages") };
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
