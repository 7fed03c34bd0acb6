export { type FileCheckpointOptions, fileCheckpoint } from './lib/node/file-checkpoint.ts'
export { readCheckpoint, type StoredResult } from './lib/node/read-checkpoint.ts'
export { type ReadJsonLinesOptions, readJsonLines } from './lib/node/read-json-lines.ts'
export { writeJsonLines } from './lib/node/write-json-lines.ts'
