// What is published: its files, that they are the Rust library's, and that every tool finds its way in.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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
  mkdirSync(join(scratch, "node_modules/@types"));
  for (const name of ["react", "react-dom", "@types/react"]) {
    symlinkSync(at(`../node_modules/${name}`), join(scratch, "node_modules", name));
  }
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

test("every sample of its README compiles under `strict`", () => {
  const readme = read(unpacked, "README.md").toString();
  const samples = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, language]) => !["console", "html"].includes(language));
  assert.ok(samples.length >= 4, "no samples were found");
  const files = samples.map(([, language, text], index) => {
    // In another language, nothing checks it.
    assert.ok(language === "ts" || language === "tsx", `a sample in ${language}`);
    const file = `sample-${index}.${language}`;
    writeFileSync(join(scratch, file), text);
    return file;
  });
  const compilerOptions = {
    exactOptionalPropertyTypes: true,
    jsx: "react-jsx",
    lib: ["dom", "dom.iterable", "es2022"],
    module: "preserve",
    noEmit: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    strict: true,
    target: "es2022",
    types: [],
  };
  writeFileSync(join(scratch, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  try {
    run(tool("tsc"), "-p", scratch);
  } catch ({ stdout }) {
    assert.fail(stdout);
  }
});

test("a server can import all of it, and render the hook", () => {
  const server = join(scratch, "server.mjs");
  copyFileSync(at("server.mjs"), server);
  assert.equal(run("node", server), "<p>idle</p>");
});
