import { defineConfig } from 'vitest/config'

const conditions = ['@mira/source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { root: import.meta.dirname, include: ['*.vitest.ts'], maxWorkers: 1 },
})
