/** Content of a file. */
export type FileContent =
  | Blob
  | ArrayBuffer
  | ArrayBufferView
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Response

/** Chunk size for content in memory: large enough to be cheap, small enough to show progress. */
const chunkBytes = 262_144

/** Opens content from its beginning. @throws {TypeError} when the value is not file content. */
export function openContent(content: FileContent): AsyncIterable<Uint8Array> {
  const bytes = bytesOf(content)
  if (bytes) return sliceBytes(bytes)
  if (isBlob(content)) return sliceBlob(content)
  if (isResponse(content)) return readResponse(content)
  if (isStream(content)) return readStream(content)
  if (isIterable(content)) return content
  throw notAFile(content)
}

/** Creates the error for a value that is not a file. */
export function notAFile(value: unknown): TypeError {
  const hint =
    typeof value === 'string'
      ? '; for a path use fromPath of @mira/core/node, for text new Blob([text])'
      : hasMethod(value, 'then')
        ? '; await the promise'
        : ''
  return new TypeError(
    `A file must be a Blob, bytes, a stream of bytes, a Response, or a function that returns one, not ${typeof value}${hint}`,
  )
}

/** Returns the bytes of a buffer or view without copying; `undefined` for any other value. */
export function bytesOf(content: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(content)) return new Uint8Array(content.buffer, content.byteOffset, content.byteLength)
  // Check the tag, because a buffer may come from another realm.
  const isBuffer = Object.prototype.toString.call(content) === '[object ArrayBuffer]'
  return isBuffer ? new Uint8Array(content as ArrayBuffer) : undefined
}

const hasMethod = (value: unknown, name: string | symbol): boolean =>
  typeof value === 'object' && value !== null && typeof (value as Record<string | symbol, unknown>)[name] === 'function'

/** Whether a value is a `Blob`, from any realm. */
export const isBlob = (value: unknown): value is Blob => hasMethod(value, 'slice') && hasMethod(value, 'arrayBuffer')
/** Whether a value is a `Response`, from any realm. */
export const isResponse = (value: unknown): value is Response =>
  hasMethod(value, 'arrayBuffer') && hasMethod(value, 'clone')
/** Whether a value is a `ReadableStream`, from any realm. */
export const isStream = (value: unknown): value is ReadableStream<Uint8Array> => hasMethod(value, 'getReader')
/** Whether a value is an async iterable. */
export const isIterable = (value: unknown): value is AsyncIterable<Uint8Array> => hasMethod(value, Symbol.asyncIterator)

async function* sliceBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += chunkBytes) yield bytes.subarray(offset, offset + chunkBytes)
}

/** Reads slices instead of `stream()`, whose chunks are smaller and which must be canceled. */
async function* sliceBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < blob.size; offset += chunkBytes) {
    yield new Uint8Array(await blob.slice(offset, offset + chunkBytes).arrayBuffer())
  }
}

async function* readResponse(response: Response): AsyncGenerator<Uint8Array> {
  if (!response.ok) throw new TypeError(`the response to upload has status ${response.status}`)
  if (response.body) yield* readStream(response.body)
  else yield* sliceBytes(new Uint8Array(await response.arrayBuffer()))
}

/** Uses a reader, because not every browser can iterate a stream. */
async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Closes the source when iteration ends early; no effect after the end.
    reader.cancel().catch(() => {})
  }
}
