// Copies what the package shares with the Rust library, which has the only source.
import { copyFileSync } from "node:fs";

const root = new URL("../../", import.meta.url);
const here = new URL("./", import.meta.url);

for (const [folder, files] of [
  ["./", ["LICENSE-APACHE", "LICENSE-MIT"]],
  ["./cyclr-oauth/src/completion/", ["connect.d.ts", "connect.js"]],
]) {
  for (const file of files) {
    copyFileSync(new URL(folder + file, root), new URL(file, here));
  }
}
