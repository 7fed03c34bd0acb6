import { fileURLToPath } from 'node:url'
import { cacheScript } from './cache-program.ts'
import { findSystemProgram } from './find-system-program.ts'
import type { TestProgram } from './test-program.ts'

const program = fileURLToPath(new URL('../../scripts/espeak-ng.mjs', import.meta.url))

/**
 * Finds eSpeak NG: the system's `espeak-ng`, otherwise a script that runs the WebAssembly build of the `espeak-ng`
 * package with this Node.js. The script requires `/bin/sh`, but no `PATH`.
 *
 * @param environment - Contains `PATH` and `MIRA_TEST_PROGRAMS`; if the latter is `packaged`, the system is ignored.
 */
export function findEspeak(environment: NodeJS.ProcessEnv = process.env): TestProgram {
  const system = findSystemProgram('espeak-ng', environment)
  if (system !== undefined) return { command: system, origin: 'system' }
  if (process.platform === 'win32') {
    return {
      command: undefined,
      reason: 'the packaged eSpeak NG is a script of a shell: install eSpeak NG on this machine',
    }
  }
  // A shebang line cannot contain a path that is long or has spaces.
  const script = `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(program)} "$@"\n`
  return { command: cacheScript(script), origin: 'packaged' }
}

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`
