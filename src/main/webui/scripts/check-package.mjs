// Packs the package, installs it beside small projects with each version of React, and holds it to what it promises: types
// that compile, a page that shows something, a core of at most 8 KB without React in it, and nothing in a bundle that is
// not used.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const MOST_CORE_BYTES = 8 * 1024;
const MOST_UNUSED_BYTES = 1024;
const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const NODE_MODULES = join(ROOT, "node_modules");
const ENTRIES = ["laurel-client", "laurel-client/core", "laurel-client/react"];
/** What a project has beside laurel-client, by where the packages are here. */
const SHARED = { sonner: "sonner", csstype: "csstype", "@types/prop-types": "@types/prop-types" };
const REACTS = {
  18: { react: "react-18", "react-dom": "react-dom-18", "@types/react": "types-react-18" },
  19: { react: "react", "react-dom": "react-dom", scheduler: "scheduler", "@types/react": "@types/react" },
};
const folder = mkdtempSync(join(tmpdir(), "laurel-client-"));

try {
  const tarball = pack();
  for (const [major, packages] of Object.entries(REACTS)) {
    const project = join(folder, `react-${major}`);
    install(project, tarball, { ...SHARED, ...packages });
    compile(project, "bundler", "ESNext");
    compile(project, "nodenext", "nodenext");
    importAll(project);
    showPage(project, major);
  }
  const project = join(folder, "react-19");
  checkFiles(join(project, "node_modules", "laurel-client"));
  const core = await bundle(project, "core", `export * from "laurel-client/core";`);
  const unused = await bundle(project, "unused", `export { meansStop } from "laurel-client/core";`);
  const unusedOfAll = await bundle(project, "unused-of-all", `export { meansStop } from "laurel-client";`);
  const react = await bundle(project, "react", `export * from "laurel-client";`);
  expect(core.size <= MOST_CORE_BYTES, `the core has ${core.size} bytes gzipped, ${MOST_CORE_BYTES} are allowed`);
  for (const { size } of [unused, unusedOfAll]) {
    expect(size <= MOST_UNUSED_BYTES, `one function of the core brings ${size} bytes with it`);
  }
  expect(!/from\s*["'`]react/.test(core.code), "the core uses React");
  expect(/from\s*["'`]react["'`]/.test(react.code), "React is bundled instead of being a peer");
  process.stdout.write(
    `laurel-client: the core has ${core.size} bytes gzipped, all of it ${react.size} with React apart\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pack() {
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: ROOT,
    shell: process.platform === "win32",
  });
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".tgz")),
  );
}

/** Copies packages instead of linking them, since linked ones would find the React that is installed here. */
function install(project, tarball, packages) {
  const target = join(project, "node_modules", "laurel-client");
  mkdirSync(target, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
  for (const [name, source] of Object.entries(packages)) {
    cpSync(join(NODE_MODULES, source), join(project, "node_modules", name), { recursive: true });
  }
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module" }));
}

/** Compiles the examples of the README, and an import of each entry, as far as types go. */
function compile(project, moduleResolution, module) {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const examples = [...readme.matchAll(/```tsx?\n(.*?)```/gs)].map(([, code]) => code);
  expect(examples.length > 0, "the README has no examples");
  const imports = ENTRIES.map((entry, i) => `import * as entry${i} from "${entry}";\nexport { entry${i} };`);
  for (const [i, code] of [...examples, ...imports].entries()) {
    writeFileSync(join(project, `example-${i}.tsx`), `${code}\nexport {};\n`);
  }
  const compilerOptions = {
    target: "ES2022",
    module,
    moduleResolution,
    lib: ["ES2022", "DOM"],
    jsx: "react-jsx",
    strict: true,
    noEmit: true,
    types: [],
  };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*.tsx"] }));
  execFileSync(process.execPath, [join(NODE_MODULES, "typescript", "bin", "tsc"), "-p", project], { stdio: "inherit" });
}

/** Imports each entry in Node. */
function importAll(project) {
  const code = `
    import assert from "node:assert/strict";
    import { createRequire } from "node:module";
    const [all, core, react] = await Promise.all(${JSON.stringify(ENTRIES)}.map((entry) => import(entry)));
    assert.deepEqual(Object.keys(all), [...new Set([...Object.keys(core), ...Object.keys(react)])].sort());
    assert.equal(all.websocketService, core.websocketService);
    assert.equal(new core.WebSocketService().getConnectionStatus("game").state, "idle");
    const require = createRequire(import.meta.url);
    assert.equal(require("laurel-client/package.json").name, "laurel-client");
    require.resolve("laurel-client/styles.css");
  `;
  writeFileSync(join(project, "imports.mjs"), code);
  execFileSync(process.execPath, ["imports.mjs"], { cwd: project, stdio: "inherit" });
}

/** Runs a page in Node. */
function showPage(project, major) {
  cpSync(join(ROOT, "test", "package", "page.mjs"), join(project, "page.mjs"));
  const jsdom = pathToFileURL(createRequire(import.meta.url).resolve("jsdom")).href;
  const env = { ...process.env, JSDOM_MODULE: jsdom, REACT_MAJOR: major };
  try {
    execFileSync(process.execPath, ["--test", "page.mjs"], { cwd: project, env, encoding: "utf8" });
  } catch (error) {
    throw new Error(`the page with React ${major} fails:\n${error.stdout}`);
  }
}

/** What the package has beside its modules, and what bundling could lose of these. */
function checkFiles(target) {
  const license = readFileSync(join(target, "LICENSE"), "utf8");
  expect(license === readFileSync(resolve(ROOT, "../../../LICENSE"), "utf8"), "LICENSE is not that of Laurel");
  const lib = join(target, "lib");
  for (const name of readdirSync(lib, { recursive: true }).filter((each) => each.endsWith(".js"))) {
    const code = readFileSync(join(lib, name), "utf8");
    const runsInBrowsers = /from "(react|sonner)"/.test(code);
    const says = code.startsWith('"use client";');
    expect(runsInBrowsers === says, `lib/${name} ${says ? "needs no" : "lacks its"} "use client"`);
  }
}

/** Bundles as an application does. */
async function bundle(project, name, code) {
  const entry = join(project, `${name}.js`);
  writeFileSync(entry, code);
  const result = await build({
    root: project,
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      target: "es2022",
      rollupOptions: {
        input: entry,
        preserveEntrySignatures: "strict",
        external: [/^react/, "sonner"],
        onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
      },
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
