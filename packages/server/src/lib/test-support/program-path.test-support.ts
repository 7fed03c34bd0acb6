import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Returns the path of a program that tests start as a process: its bundle, which vitest makes once per run
 * (`tests/setup/bundle-programs.ts`), or its source outside of vitest.
 */
export function programPath(source: URL): string {
  const path = fileURLToPath(source)
  const bundles = process.env.MIRA_PROGRAM_BUNDLES
  return bundles === undefined ? path : join(bundles, `${basename(path, '.ts')}.js`)
}
