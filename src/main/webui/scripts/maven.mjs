// Called by Maven. `build OUT` builds the page into a folder, `verify STAMP` runs all checks. Each does nothing if it has
// already succeeded with the same sources. `begin STAMP` starts the checks in the background; `verify STAMP` then waits
// for them and prints their output.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { announceEnd, begin, end, fail, filesIn, hashOf, once } from "./checks.mjs";

const SCRIPT = fileURLToPath(import.meta.url);
const ROOT = resolve(dirname(SCRIPT), "..");
const ASYNCAPI = resolve(ROOT, "../resources/asyncapi.json");
const NOT_SOURCES = new Set(["node_modules", "dist", "lib", "coverage"]);
const LEAST_NODE = [20, 19];
const PATIENCE_MS = 300_000;

const [command, target] = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  fail(`The page needs Node ${LEAST_NODE.join(".")} or later to be built; this is ${process.versions.node}.`);
}
if (command === "build") {
  const out = resolve(target);
  once(`${out}.stamp`, hashOfSources(), existsSync(join(out, "index.html")), () => {
    install();
    run("build:page", "--outDir", out, "--emptyOutDir");
    removeCopies(dirname(out));
  });
} else if (command === "begin") {
  begin(SCRIPT, resolve(target));
} else if (command === "check") {
  const stamp = resolve(target);
  announceEnd(stamp);
  verify(stamp);
} else if (command === "verify") {
  const stamp = resolve(target);
  await end(stamp, PATIENCE_MS);
  // Checks that failed in the background fail again here, and so fail the build.
  verify(stamp);
} else {
  fail("usage: maven.mjs build|begin|verify TARGET");
}

function verify(stamp) {
  once(stamp, hashOfSources(), true, () => {
    install();
    run("verify");
  });
}

/** Removes the page from Maven's class folders: Maven only adds files, so assets of older builds would stay. */
function removeCopies(folder) {
  for (const name of readdirSync(folder).filter((each) => each.startsWith("classes"))) {
    rmSync(join(folder, name, "META-INF", "resources"), { recursive: true, force: true });
  }
}

function hashOfSources() {
  return hashOf([...filesIn(ROOT, NOT_SOURCES), ASYNCAPI], process.version);
}

/** Installs the packages of the lock file, unless they are installed already. */
function install() {
  const lock = hashOf([join(ROOT, "package-lock.json")]);
  const stamp = join(ROOT, "node_modules", ".laurel-lock");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
    npm("ci", "--loglevel=error");
    writeFileSync(stamp, lock);
  }
}

function run(script, ...options) {
  npm("run", "--silent", script, ...(options.length > 0 ? ["--", ...options] : []));
}

function npm(...options) {
  const { status, error } = spawnSync("npm", options, {
    cwd: ROOT,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) {
    fail(`npm cannot be run: ${error.message}`);
  }
  if (status !== 0) {
    fail(`npm ${options.join(" ")} failed`);
  }
}
