import { defineConfig } from 'vitest/config'

// The `@mira/source` condition makes every workspace import resolve to TypeScript, so no build is needed.
const conditions = ['@mira/source', 'node', 'module', 'import', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: {
    resolve: {
      conditions, // Workers pass these on to Node: `import` among them would break `require` in CommonJS packages.
      externalConditions: ['@mira/source', 'node'],
    },
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/{e2e,contract}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default'],
  },
})
