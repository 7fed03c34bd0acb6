export type { FromPathOptions } from './lib/node/from-path.ts'
export { fromPath } from './lib/node/from-path.ts'
export type { SavedFile, SaveToPathOptions } from './lib/node/save-to-path.ts'
export { saveToPath } from './lib/node/save-to-path.ts'
