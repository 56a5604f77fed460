// What is published: its files, that they are the Rust library's, and that every tool finds its way in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const run = (command, ...parameters) => execFileSync(command, parameters, { encoding: "utf8" });

const root = at("../../../");
const folder = join(root, "packages/cyclr-connect");
const tool = (name) => at(`../node_modules/.bin/${name}`);
const scratch = mkdtempSync(join(tmpdir(), "cyclr-connect-"));
// As `npm install` lays it out.
const unpacked = join(scratch, "node_modules/cyclr-connect");
const read = (...path) => readFileSync(join(...path));

let tarball;
let listed;

before(() => {
  [{ files: listed }] = JSON.parse(run("npm", "pack", "--dry-run", "--json", folder));
  const [{ filename }] = JSON.parse(run("npm", "pack", "--json", "--pack-destination", scratch, folder));
  tarball = join(scratch, filename);
  mkdirSync(unpacked, { recursive: true });
  run("tar", "-xf", tarball, "-C", unpacked, "--strip-components", "1");
});

after(() => rmSync(scratch, { recursive: true }));

test("it holds these files and no others", () => {
  const expected = [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "connect.d.ts",
    "connect.js",
    "element.d.ts",
    "element.js",
    "flow.js",
    "package.json",
    "react.d.ts",
    "react.js",
  ];
  assert.deepEqual(listed.map(({ path }) => path).sort(), expected);
  assert.deepEqual(readdirSync(unpacked).sort(), expected);
});

test("what it shares with the Rust library is the same, byte by byte", () => {
  for (const [file, source] of [
    ["connect.js", "cyclr-oauth/src/completion/connect.js"],
    ["connect.d.ts", "cyclr-oauth/src/completion/connect.d.ts"],
    ["LICENSE-APACHE", "LICENSE-APACHE"],
    ["LICENSE-MIT", "LICENSE-MIT"],
  ]) {
    assert.ok(read(unpacked, file).equals(read(root, source)), file);
  }
});

test("it has the library's version, and depends on nothing", () => {
  const { dependencies, optionalDependencies, peerDependenciesMeta, version } = JSON.parse(read(unpacked, "package.json"));
  const [, expected] = /^version = "(.*)"$/m.exec(read(root, "Cargo.toml"));
  assert.equal(version, expected);
  assert.deepEqual({ dependencies, optionalDependencies }, { dependencies: undefined, optionalDependencies: undefined });
  assert.deepEqual(peerDependenciesMeta, { react: { optional: true } });
});

test("it is as light as its README says", () => {
  const readme = read(folder, "README.md").toString();
  for (const files of [["connect.js"], ["connect.js", "flow.js", "element.js"], ["connect.js", "flow.js", "react.js"]]) {
    const text = Buffer.concat(files.map((file) => read(unpacked, file)));
    const kB = ({ length }) => `${(length / 1000).toFixed(1)} kB`;
    const row = `| \`${files.join("`, `")}\` | ${kB(text)} | ${kB(gzipSync(text))} |`;
    assert.ok(readme.includes(row), `the README does not say: ${row}`);
  }
});

test("publint has nothing to say", () => {
  const said = run(tool("publint"), "run", tarball, "--strict");
  assert.match(said, /All good!/);
});

test("its types are right for every way of resolving them", () => {
  // That CommonJS gets an ES module is meant: every supported Node can require one.
  run(tool("attw"), tarball, "--ignore-rules", "cjs-resolves-to-esm", "--no-emoji");
});

test("a server can import all of it, and render the hook", () => {
  for (const name of ["react", "react-dom"]) {
    symlinkSync(at(`../node_modules/${name}`), join(scratch, "node_modules", name));
  }
  const server = join(scratch, "server.mjs");
  copyFileSync(at("server.mjs"), server);
  assert.equal(run("node", server), "<p>idle</p>");
});
