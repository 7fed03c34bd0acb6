export { type Sense, WordNet } from './lib/wordnet.ts'
