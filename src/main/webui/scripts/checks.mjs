// What the launchers of checks that Maven calls have in common: checks that run beside other work, and only when
// something has changed since they succeeded.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";

const POLL_MS = 100;

/** Runs `check STAMP` of the script in a process that outlives this one. */
export function begin(script, stamp) {
  mkdirSync(dirname(stamp), { recursive: true });
  rmSync(done(stamp), { force: true });
  const log = openSync(logOf(stamp), "w");
  spawn(process.execPath, [script, "check", stamp], { detached: true, stdio: ["ignore", log, log] }).unref();
}

/** Has `end` know when this process ends, successful or not. */
export function announceEnd(stamp) {
  process.on("exit", () => writeFileSync(done(stamp), ""));
}

/** Waits for checks that were begun, if any, and prints their output. */
export async function end(stamp, patienceMs) {
  if (!existsSync(logOf(stamp))) {
    return;
  }
  const patience = Date.now() + patienceMs;
  while (!existsSync(done(stamp)) && Date.now() < patience) {
    await setTimeout(POLL_MS);
  }
  process.stdout.write(readFileSync(logOf(stamp), "utf8"));
  rmSync(logOf(stamp));
}

/** Runs the action unless it already succeeded with the same hash. */
export function once(stamp, wanted, isThere, action) {
  if (isThere && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  rmSync(stamp, { force: true });
  action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** The hash of the names and contents of files, and of more that matters. */
export function hashOf(files, ...more) {
  const hash = createHash("sha256").update(more.join("\0"));
  for (const file of files) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** All files below a folder, without those in the named files and folders. */
export function filesIn(folder, without) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !without.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesIn(path, without) : [path];
    });
}

export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function done(stamp) {
  return `${stamp}.done`;
}

function logOf(stamp) {
  return `${stamp}.log`;
}
