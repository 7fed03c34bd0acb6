export type { Sense } from './lib/synset.ts'
export { WordNet } from './lib/wordnet.ts'
