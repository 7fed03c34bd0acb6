import { checkCount } from '@mira/core/internal'

/**
 * Groups items into lists, such as texts into requests for embeddings. Items are read as the lists are consumed.
 *
 * @param size - Number of items per list, at least 1; the last list may be shorter.
 * @throws {RangeError} when `size` is not such an integer.
 */
export function chunksOf<Item>(items: Iterable<Item> | AsyncIterable<Item>, size: number): AsyncIterable<Item[]> {
  checkCount('size', size, { min: 1 })
  return { [Symbol.asyncIterator]: () => readChunks(items, size) }
}

async function* readChunks<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  size: number,
): AsyncGenerator<Item[], void, undefined> {
  let chunk: Item[] = []
  for await (const item of items) {
    chunk.push(item)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}
