import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const conditions = ['@mira/source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { root: join(import.meta.dirname, '../../../examples/testing'), maxWorkers: 1 },
})
