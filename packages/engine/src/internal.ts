// Shared by the engine packages. Not part of the public API; may change in any release.
export { DataFiles, isSource, packageFolder } from './lib/data/data-files.ts'
export { defaultThreads } from './lib/default-threads.ts'
export { gatherUtterances } from './lib/gather-utterances.ts'
export { importPeer } from './lib/import-peer.ts'
export { createRandom } from './lib/random.ts'
export { detectLanguage } from './lib/text/detect-language.ts'
export { splitSentences } from './lib/text/split-sentences.ts'
export { addScaled, cosine, normalize } from './lib/vector.ts'
