// Packs the package, installs it beside a small project, and holds it to what it promises: types that compile, a core of at
// most 8 KB without React in it, and nothing in a bundle that is not used.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const MOST_CORE_BYTES = 8 * 1024;
const MOST_UNUSED_BYTES = 1024;
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const NODE_MODULES = join(ROOT, "node_modules");
const project = mkdtempSync(join(tmpdir(), "laurel-client-"));

try {
  install();
  compile();
  const core = await bundle("core", `export * from "laurel-client/core";`);
  const unused = await bundle("unused", `export { meansStop } from "laurel-client/core";`);
  const react = await bundle("react", `export * from "laurel-client/react";`);
  expect(core.size <= MOST_CORE_BYTES, `the core has ${core.size} bytes gzipped, ${MOST_CORE_BYTES} are allowed`);
  expect(unused.size <= MOST_UNUSED_BYTES, `one function of the core brings ${unused.size} bytes with it`);
  expect(!/from\s*["']react/.test(core.code), "the core uses React");
  expect(/from\s*["']react["']/.test(react.code), "React is bundled instead of being a peer");
  const { WebSocketService } = await import(
    pathToFileURL(join(project, "node_modules/laurel-client/lib/core.js")).href
  );
  expect(new WebSocketService().getConnectionStatus("game").state === "idle", "the core does not run in Node");
  process.stdout.write(
    `laurel-client: the core has ${core.size} bytes gzipped, all of it ${react.size} with React apart\n`,
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}

function install() {
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", project], {
    cwd: ROOT,
    shell: process.platform === "win32",
  });
  const tarball = readdirSync(project).find((name) => name.endsWith(".tgz"));
  const target = join(project, "node_modules", "laurel-client");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", join(project, tarball), "-C", target, "--strip-components=1"]);
  for (const dependency of ["react", "react-dom", "sonner", "@types"]) {
    symlinkSync(join(NODE_MODULES, dependency), join(project, "node_modules", dependency), "junction");
  }
}

/** The examples of the README, as far as types go. */
function compile() {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const examples = [...readme.matchAll(/```tsx?\n(.*?)```/gs)].map(([, code]) => code);
  expect(examples.length > 0, "the README has no examples");
  for (const [i, code] of examples.entries()) {
    writeFileSync(join(project, `example-${i}.tsx`), `${code}\nexport {};\n`);
  }
  const compilerOptions = {
    target: "ES2022",
    module: "ESNext",
    moduleResolution: "bundler",
    lib: ["ES2022", "DOM"],
    jsx: "react-jsx",
    strict: true,
    noEmit: true,
    types: [],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.tsx"] }));
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
  execFileSync(process.execPath, [join(NODE_MODULES, "typescript", "bin", "tsc"), "-p", project], { stdio: "inherit" });
}

async function bundle(name, code) {
  const entry = join(project, `${name}.js`);
  writeFileSync(entry, code);
  const result = await build({
    root: project,
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry, formats: ["es"] },
      minify: true,
      target: "es2022",
      rollupOptions: { external: [/^react/, "sonner"] },
    },
  });
  const output = [result].flat()[0].output.filter(({ type }) => type === "chunk");
  const text = output.map((chunk) => chunk.code).join("");
  return { code: text, size: gzipSync(text).length };
}

function expect(condition, message) {
  if (!condition) {
    throw new Error(message);
  }
}
