import { defineConfig } from "vite";

/** The package. The names of its files are those of its exports. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: "lib",
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    target: "es2022",
    lib: { entry: { core: "src/core.ts", react: "src/react.ts" }, formats: ["es"] },
    rollupOptions: {
      external: [/^react($|\/)/, /^react-dom($|\/)/, "sonner"],
      output: { chunkFileNames: "[name].js" },
    },
  },
});
