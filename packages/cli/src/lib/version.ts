import { createRequire } from 'node:module'

/** Returns the version of this package. */
export function readVersion(): string {
  return createRequire(import.meta.url)('@mira/cli/package.json').version
}
