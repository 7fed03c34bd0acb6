import type { Transform } from 'node:stream'
import type * as Zlib from 'node:zlib'
import { MiraError } from '../error.ts'
import type { ByteReader, ReplyHeaders } from '../wire-types.ts'
import type { ByteQueue } from './byte-queue.ts'

/**
 * Decompresses a body, which Node's HTTP clients do not. Compression is not requested, but a proxy may apply it.
 *
 * @returns A reader that fails with `invalid_response` when the encoding is not supported or the data is corrupt.
 */
export function decodeBody(queue: ByteQueue, headers: ReplyHeaders): ByteReader {
  const encodings = (headers.get('content-encoding') ?? '').toLowerCase().split(',')
  // Encodings are listed in the order in which they were applied (RFC 9110 §8.4).
  return encodings
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity')
    .reduceRight<ByteReader>(decompress, queue)
}

function decompress(source: ByteReader, encoding: string): ByteReader {
  let output: AsyncIterator<Uint8Array> | undefined
  return {
    async read() {
      try {
        output ??= readThrough(source, encoding)
        return (await output.next()).value
      } catch (error) {
        throw explain(error, encoding)
      }
    },
    cancel() {
      source.cancel()
      output?.return?.().catch(() => {})
    },
  }
}

async function* readThrough(source: ByteReader, encoding: string): AsyncGenerator<Uint8Array, undefined, undefined> {
  const first = await source.read()
  if (!first) return
  const decoder = createDecoder(encoding, first)
  const feeding = feed(source, decoder, first)
  feeding.catch((error) => decoder.destroy(error as Error))
  try {
    for await (const bytes of decoder) yield bytes as Uint8Array
  } finally {
    decoder.destroy()
  }
}

async function feed(source: ByteReader, decoder: Transform, first: Uint8Array): Promise<void> {
  for (let bytes: Uint8Array | undefined = first; bytes; bytes = await source.read()) {
    if (decoder.destroyed) return
    const chunk = bytes
    await new Promise<void>((resolve) => decoder.write(chunk, () => resolve()))
  }
  decoder.end()
}

/** Loads `node:zlib` on demand: an import would slow down every start. */
function createDecoder(encoding: string, first: Uint8Array): Transform {
  const zlib = process.getBuiltinModule('node:zlib') as typeof Zlib & { createZstdDecompress?: () => Transform }
  if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.createGunzip()
  if (encoding === 'br') return zlib.createBrotliDecompress()
  if (encoding === 'zstd' && zlib.createZstdDecompress) return zlib.createZstdDecompress()
  // Some servers send raw deflate data; the zlib format starts with compression method 8 (RFC 1950 §2.2).
  if (encoding === 'deflate') return ((first[0] ?? 0) & 15) === 8 ? zlib.createInflate() : zlib.createInflateRaw()
  throw new MiraError(`The server sent content-encoding ${encoding}, which is not supported`, {
    code: 'invalid_response',
  })
}

/** Truncated data is a broken connection; corrupt data would be the same after a retry. */
function explain(cause: unknown, encoding: string): unknown {
  const { code = '' } = cause as { code?: string }
  if (code === 'Z_BUF_ERROR' || !/^(Z_|ERR_|ZSTD_)/.test(code)) return cause
  const message = `The server sent a body that is not valid ${encoding} data (${code})`
  return new MiraError(message, { code: 'invalid_response', cause })
}
