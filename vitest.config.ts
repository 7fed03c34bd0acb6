import { defineConfig } from 'vitest/config'
import { ProgramsFirst } from './tests/setup/programs-first.ts'

// The `@mira/source` condition makes every workspace import resolve to TypeScript, so no build is needed. Vite adds
// `import` and `default` itself; named here they would reach Node too, and break `require` in CommonJS packages.
const conditions = ['@mira/source', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/**/src/**/*.test.ts',
      'tests/{e2e,contract,mistakes,peers-suites}/**/*.test.ts',
    ],
    globalSetup: ['tests/setup/bundle-programs.ts'],
    setupFiles: ['tests/setup/keep-language-process.ts'],
    // These bound a hang only: what is awaited comes by an event, however busy the machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
    // Files share the modules of their worker: otherwise each of hundreds starts a process and loads the server again.
    isolate: false,
    // One more than the two cores of a common CI machine, since tests wait for other processes and for disks.
    maxWorkers: 3,
    sequence: { sequencer: ProgramsFirst },
    reporters: ['default'],
  },
})
