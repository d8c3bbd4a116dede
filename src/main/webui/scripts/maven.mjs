// Called by Maven. `build OUT` builds the page into a folder, `verify STAMP` runs all checks. Each does nothing if it has
// already succeeded with the same sources. `begin STAMP` starts the checks in the background; `verify STAMP` then waits
// for them and prints their output.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const ASYNCAPI = resolve(ROOT, "../resources/asyncapi.json");
const NOT_SOURCES = new Set(["node_modules", "dist", "lib", "coverage"]);
const LEAST_NODE = [20, 19];
const POLL_MS = 100;
const PATIENCE_MS = 300_000;

const [command, target] = process.argv.slice(2);
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
  fail(`The page needs Node ${LEAST_NODE.join(".")} or later to be built; this is ${process.versions.node}.`);
}
if (command === "build") {
  const out = resolve(target);
  once(`${out}.stamp`, existsSync(join(out, "index.html")), () => {
    install();
    run("build:page", "--outDir", out, "--emptyOutDir");
    removeCopies(dirname(out));
  });
} else if (command === "begin") {
  begin(resolve(target));
} else if (command === "check") {
  const stamp = resolve(target);
  process.on("exit", () => writeFileSync(done(stamp), ""));
  verify(stamp);
} else if (command === "verify") {
  const stamp = resolve(target);
  await end(stamp);
  // Checks that failed in the background fail again here, and so fail the build.
  verify(stamp);
} else {
  fail("usage: maven.mjs build|begin|verify TARGET");
}

function verify(stamp) {
  once(stamp, true, () => {
    install();
    run("verify");
  });
}

/** Runs the checks in a process that outlives this one. */
function begin(stamp) {
  mkdirSync(dirname(stamp), { recursive: true });
  rmSync(done(stamp), { force: true });
  const log = openSync(logOf(stamp), "w");
  const script = fileURLToPath(import.meta.url);
  spawn(process.execPath, [script, "check", stamp], { detached: true, stdio: ["ignore", log, log] }).unref();
}

/** Waits for checks that were begun, if any. */
async function end(stamp) {
  if (!existsSync(logOf(stamp))) {
    return;
  }
  const patience = Date.now() + PATIENCE_MS;
  while (!existsSync(done(stamp)) && Date.now() < patience) {
    await setTimeout(POLL_MS);
  }
  process.stdout.write(readFileSync(logOf(stamp), "utf8"));
  rmSync(logOf(stamp));
}

/** The file that marks the end of the background process, successful or not. */
function done(stamp) {
  return `${stamp}.done`;
}

function logOf(stamp) {
  return `${stamp}.log`;
}

/** Removes the page from Maven's class folders: Maven only adds files, so assets of older builds would stay. */
function removeCopies(folder) {
  for (const name of readdirSync(folder).filter((each) => each.startsWith("classes"))) {
    rmSync(join(folder, name, "META-INF", "resources"), { recursive: true, force: true });
  }
}

/** Runs the action unless it already succeeded for the same sources. */
function once(stamp, isThere, action) {
  const wanted = hashOfSources();
  if (isThere && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  rmSync(stamp, { force: true });
  action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function hashOfSources() {
  const hash = createHash("sha256").update(process.version);
  for (const file of [...filesIn(ROOT), ASYNCAPI]) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !NOT_SOURCES.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path) : [path];
    });
}

/** Installs the packages of the lock file, unless they are installed already. */
function install() {
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
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

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
