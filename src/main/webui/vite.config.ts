import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** sonner adds its style sheet to the page at run time, which a strict Content-Security-Policy forbids: it is bundled. */
function sonnerWithoutInlineStyles(): Plugin {
  return {
    name: "laurel:sonner-without-inline-styles",
    transform(code, id) {
      if (!/sonner[\\/]dist[\\/]index\.mjs/.test(id)) {
        return null;
      }
      const without = code.replace(/^__insertCSS\(".*"\);$/m, "");
      if (without === code) {
        this.error("sonner no longer adds its style sheet in the way that is known here");
      }
      return { code: without, map: null };
    },
  };
}

/** The page. Maven takes it into the jar. */
export default defineConfig({
  base: "./",
  plugins: [react(), sonnerWithoutInlineStyles()],
  build: {
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: {
    proxy: {
      // The service compares the page's origin with the host it is asked for, which has to stay what it is.
      "^/(api|demo|q)/": { target: "http://localhost:8080", changeOrigin: false },
      "/ws/": { target: "ws://localhost:8080", ws: true },
    },
  },
});
