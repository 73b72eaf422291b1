import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Packages are resolved to their sources, so tests need no build.
const conditions = ['@stt-webhooks/source', 'module', 'node', 'development|production']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    // Most tests wait for sockets, stores and processes of their own.
    maxWorkers: Math.max(4, availableParallelism()),
    // Ends what hangs. How fast a machine is decides no test: whatever waits has a patience of its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    include: ['{packages,examples}/**/test/**/*.test.ts'],
    typecheck: {
      enabled: true,
      include: ['packages/**/test/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
    },
    coverage: {
      provider: 'v8',
      include: ['packages/**/src/**/*.ts'],
    },
  },
})
