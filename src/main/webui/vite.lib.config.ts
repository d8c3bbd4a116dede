import { defineConfig } from "vite";

/**
 * The package, one file for each module: React Server Components need `"use client"` at the top of those that use hooks,
 * and not at the top of those that don't.
 */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "lib",
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    target: "es2022",
    lib: { entry: { core: "src/core.ts", react: "src/react.ts", index: "src/index.ts" }, formats: ["es"] },
    rollupOptions: {
      external: [/^react($|\/)/, /^react-dom($|\/)/, "sonner"],
      output: { preserveModules: true, preserveModulesRoot: "src", entryFileNames: "[name].js" },
      onwarn: (warning, warn) => warning.code !== "MODULE_LEVEL_DIRECTIVE" && warn(warning),
    },
  },
});
