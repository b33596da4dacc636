import { defineConfig } from 'vitest/config'

/** Tests that drive the built program. They run under the system's Node; the program brings its own. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    environment: 'node',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One window at a time: two would fight for the focus.
    fileParallelism: false,
  },
})
