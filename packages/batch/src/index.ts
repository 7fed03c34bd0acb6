export type {
  Batch,
  BatchOperation,
  BatchResult,
  CallOfBatch,
  FulfilledItem,
  RejectedItem,
} from './lib/batch.ts'
export type { BatchProgress } from './lib/batch-progress.ts'
export type { Checkpoint, CheckpointHeader, CheckpointRecord, OpenCheckpoint } from './lib/checkpoint.ts'
export { chunksOf } from './lib/chunks-of.ts'
export { mapCalls } from './lib/map-calls.ts'
export type { MapCallsOptions } from './lib/map-calls-options.ts'
