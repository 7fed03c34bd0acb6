import type { BatchResult } from './batch.ts'
import type { Checkpoint, CheckpointHeader, CheckpointRecord } from './checkpoint.ts'

/** Collects the results of a batch, and the error that ended it. */
export async function collect<Item, Value>(
  results: AsyncIterable<BatchResult<Item, Value>>,
): Promise<{ results: BatchResult<Item, Value>[]; error: unknown }> {
  const collected: BatchResult<Item, Value>[] = []
  try {
    for await (const result of results) collected.push(result)
    return { results: collected, error: undefined }
  } catch (error) {
    return { results: collected, error }
  }
}

/** A checkpoint in memory, as a database would keep it. */
export interface MemoryCheckpoint extends Checkpoint {
  header: CheckpointHeader | undefined
  readonly records: CheckpointRecord[]
  /** Number of batches that have it open. */
  readonly openCount: number
}

export function createMemoryCheckpoint(): MemoryCheckpoint {
  const records: CheckpointRecord[] = []
  let openCount = 0
  return {
    header: undefined,
    records,
    get openCount() {
      return openCount
    },
    open(header) {
      this.header ??= header
      openCount += 1
      return {
        header: this.header,
        find: async (id) => records.find((record) => record.id === id),
        append: async (record) => void records.push(record),
        close: async () => {
          openCount -= 1
        },
      }
    },
  }
}
