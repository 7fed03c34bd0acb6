import type { ByteReader, ReplyHeaders } from '../exchange.ts'
import type { ByteQueue } from './byte-queue.ts'

/**
 * Decompresses a body, which Node's HTTP clients do not. Compression is not requested, but a proxy may apply it.
 *
 * @throws {TypeError} when the content encoding is not supported.
 */
export function decodeBody(queue: ByteQueue, headers: ReplyHeaders): ByteReader {
  const encoding = headers.get('content-encoding')
  return encoding && encoding !== 'identity' ? decompress(queue, encoding) : queue
}

function decompress(queue: ByteQueue, encoding: string): ByteReader {
  const format = ({ gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' } as const)[encoding.toLowerCase()]
  if (!format) throw new TypeError(`The server sent content-encoding ${encoding}, which was not asked for`)
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const bytes = await queue.read()
      if (bytes) controller.enqueue(bytes as Uint8Array<ArrayBuffer>)
      else controller.close()
    },
    cancel: () => queue.cancel(),
  })
  const reader = compressed.pipeThrough(new DecompressionStream(format)).getReader()
  return {
    read: async () => (await reader.read()).value,
    cancel: () => {
      queue.cancel()
      reader.cancel().catch(() => {})
    },
  }
}
