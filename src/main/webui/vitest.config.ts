import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
    coverage: {
      include: ["src/services/**", "src/state/**", "src/hooks/**", "src/contexts/**", "src/components/**"],
      reporter: ["text", "json-summary"],
      thresholds: {
        "src/services/**": { branches: 95, functions: 95, lines: 95, statements: 95 },
      },
    },
  },
});
