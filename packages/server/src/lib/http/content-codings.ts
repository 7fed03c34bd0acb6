import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import {
  type BrotliOptions,
  brotliCompress,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
  deflate,
  gzip,
  type InputType,
  type ZlibOptions,
  type ZstdOptions,
  zstdCompress,
} from 'node:zlib'

/** Content codings of HTTP that the server decodes and encodes, preferred ones first. */
export const contentCodings = ['br', 'zstd', 'gzip', 'deflate'] as const

/** Content coding of HTTP. */
export type ContentCoding = (typeof contentCodings)[number]

/** Maximum window of `zstd`, as a power of two: 8 MiB, which RFC 9659 allows in HTTP. */
const maxZstdWindow = 23

/** Quality of `br`; the default of 11 takes a hundred times as long for a tenth less. */
const brotliQuality = 4

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, ZSTD_d_windowLogMax } = constants

/** Returns the coding of a name in lowercase, also for the older `x-gzip`. */
export function findCoding(name: string | undefined): ContentCoding | undefined {
  return contentCodings.find((coding) => coding === name || `x-${coding}` === name)
}

/** Creates a stream that decodes a coding. */
export function createDecoder(coding: ContentCoding): Transform {
  switch (coding) {
    case 'zstd':
      return createZstdDecompress({ params: { [ZSTD_d_windowLogMax]: maxZstdWindow } })
    case 'br':
      return createBrotliDecompress()
    case 'gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
  }
}

const encoders = {
  br: promisify<InputType, BrotliOptions, Buffer>(brotliCompress),
  zstd: promisify<InputType, ZstdOptions, Buffer>(zstdCompress),
  gzip: promisify<InputType, ZlibOptions, Buffer>(gzip),
  deflate: promisify<InputType, ZlibOptions, Buffer>(deflate),
}

/** Encodes data in another thread. */
export function encode(coding: ContentCoding, data: Uint8Array): Promise<Buffer> {
  if (coding !== 'br') return encoders[coding](data, {})
  return encoders.br(data, {
    params: { [BROTLI_PARAM_QUALITY]: brotliQuality, [BROTLI_PARAM_SIZE_HINT]: data.byteLength },
  })
}
