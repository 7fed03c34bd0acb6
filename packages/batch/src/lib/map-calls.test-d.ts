import { createClient } from '@mira/core'
import { expectTypeOf } from 'vitest'
import type { BatchResult } from './batch.ts'
import { chunksOf } from './chunks-of.ts'
import { mapCalls } from './map-calls.ts'

const client = createClient()

const batch = mapCalls(client, ['a'], async (text, { signal, idempotencyKey, index }) => {
  expectTypeOf(text).toEqualTypeOf<string>()
  expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
  expectTypeOf(idempotencyKey).toEqualTypeOf<string>()
  return index
})
expectTypeOf(batch).toExtend<AsyncIterable<BatchResult<string, number>>>()

for await (const result of batch) {
  if (result.status === 'fulfilled') expectTypeOf(result.value).toEqualTypeOf<number>()
  else expectTypeOf(result.reason).toEqualTypeOf<unknown>()
  expectTypeOf(result.item).toEqualTypeOf<string>()
  expectTypeOf(result).toExtend<PromiseSettledResult<number>>()
}

mapCalls(client, chunksOf(new Set([1]), 2), (numbers) => {
  expectTypeOf(numbers).toEqualTypeOf<number[]>()
})

const run = async (item: number): Promise<number> => item
mapCalls(client, [1], run, { idOf: (item) => item.toFixed() })
// @ts-expect-error an unknown order
mapCalls(client, [1], run, { order: 'any' })
// @ts-expect-error an unknown option
mapCalls(client, [1], run, { limit: 1 })
