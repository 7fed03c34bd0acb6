// Shared by the engine packages. Not part of the public API; may change in any release.
export { type DataFile, DataFiles, isSource, packageFolder } from './lib/data/data-files.ts'
export { isRecord } from './lib/is-record.ts'
export { createRandom } from './lib/random.ts'
export { detectLanguage, type RankLanguages } from './lib/text/detect-language.ts'
export { splitSentences } from './lib/text/split-sentences.ts'
export { addScaled, cosine, normalize } from './lib/vector.ts'
export { workerUrl } from './lib/worker/worker-url.ts'
