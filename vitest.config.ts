import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Vite would load a second copy of graphql, whose GraphQLError Yoga does not know; this keeps one.
  resolve: { alias: { graphql: "graphql/index.js" } },
  test: {
    include: ["test/**/*.spec.ts"],
    globalSetup: ["test/support/seed-setup.ts", "test/support/postgres-setup.ts"],
    // No module keeps state between specs, so that a worker may load each once.
    isolate: false,
    // By default one core is left idle.
    maxWorkers: availableParallelism(),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
