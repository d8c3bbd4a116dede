// Called by Maven, and with `oldest` by CI. `verify STAMP` checks laurel-django with the newest Django on the Laurel that
// was packaged, unless both are as when it last succeeded; `oldest STAMP` does so with the oldest Django. Without Python
// there is nothing to check: that is said loudly, and fails under CI=true.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, filesIn, hashOf, once } from "../../webui/scripts/checks.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const NOT_SOURCES = new Set(["dist", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"]);
// By preference. The oldest Django does not run on newer ones.
const PYTHONS = { newest: ["3.13", "3.12", "3.14", "3.11"], oldest: ["3.11", "3.12"] };

const [command, target] = process.argv.slice(2);
if (target === undefined) {
  fail("usage: maven.mjs verify|oldest STAMP");
}
const stamp = resolve(target);
if (command === "verify") {
  verify("newest");
} else if (command === "oldest") {
  verify("oldest");
} else {
  fail("usage: maven.mjs verify|oldest STAMP");
}

function verify(django) {
  const service = join(dirname(stamp), "quarkus-app");
  const files = [...filesIn(ROOT, NOT_SOURCES), ...filesIn(join(service, "app"), new Set())];
  const python = findPython(PYTHONS[django]);
  if (python === undefined) {
    skip(`no Python ${PYTHONS[django].at(-1)} or later with venv was found`);
    return;
  }
  once(stamp, hashOf(files, python), true, () => {
    const own = install(python, django);
    const environment = { TEST_JAR: join(service, "quarkus-run.jar"), PYTHONDONTWRITEBYTECODE: "1" };
    if (!run(own, ["scripts/checks.py", django], environment)) {
      fail("the checks of laurel-django failed");
    }
  });
}

/** A virtual environment below target/ with exactly what the requirements name. */
function install(python, django) {
  const folder = join(dirname(stamp), `django-${django}`);
  const own = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  const requirements = join(ROOT, "requirements", `${django}.txt`);
  const wanted = hashOf([requirements, join(ROOT, "requirements/common.txt")], python);
  const installed = join(folder, "installed");
  if (!existsSync(installed) || readFileSync(installed, "utf8") !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", requirements];
    if (!run(python, ["-m", "venv", folder]) || !run(own, pip)) {
      fail(`what ${requirements} names could not be installed`);
    }
    writeFileSync(installed, wanted);
  }
  return own;
}

/** The command of the preferred Python that is there, on the path or installed by pyenv. */
function findPython(versions) {
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const commands = [
    ...versions.map((version) => `python${version}`),
    "python3",
    "python",
    ...(existsSync(pyenv) ? readdirSync(pyenv).map((name) => join(pyenv, name, "bin/python")) : []),
  ];
  const found = new Map(commands.map((each) => [versionOf(each), each]).reverse());
  const preferred = versions.find((version) => found.has(version));
  return preferred && found.get(preferred);
}

function versionOf(python) {
  const code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])";
  const { status, stdout } = spawnSync(python, ["-c", code], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

function run(program, options, environment = {}) {
  const { status, error } = spawnSync(program, options, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (error) {
    process.stderr.write(`${program} cannot be run: ${error.message}\n`);
  }
  return status === 0;
}

function skip(reason) {
  const line = "=".repeat(100);
  process.stdout.write(`${line}\nTHE CHECKS OF laurel-django ARE SKIPPED: ${reason}\n${line}\n`);
  if (process.env.CI === "true") {
    fail("CI must run them");
  }
}
