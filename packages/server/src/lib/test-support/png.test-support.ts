import { crc32, deflateSync } from 'node:zlib'

/** Options of {@link createPng}. */
export interface PngOptions {
  readonly width?: number
  readonly height?: number
  /** Gray level from 0 to 255. */
  readonly gray?: number
  /** Text stored in the file in addition to the pixels. */
  readonly comment?: string
}

/** Creates a gray PNG. */
export function createPng({ width = 8, height = 8, gray = 128, comment }: PngOptions = {}): Buffer<ArrayBuffer> {
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(width, gray)])
  const pixels = deflateSync(Buffer.concat(Array<Buffer>(height).fill(row)))
  return Buffer.concat([
    createPngHead(width, height),
    comment === undefined ? Buffer.alloc(0) : chunk('tEXt', Buffer.from(`Comment\0${comment}`)),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Creates the beginning of a PNG whose header declares a size. */
export function createPngHead(width: number, height: number): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header)])
}

function chunk(name: string, data: Buffer): Buffer<ArrayBuffer> {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** Encodes a file as a data URI. */
export function toDataUri(data: Uint8Array, mediaType = 'image/png'): string {
  return `data:${mediaType};base64,${Buffer.from(data).toString('base64')}`
}
