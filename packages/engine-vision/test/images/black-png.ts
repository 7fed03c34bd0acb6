import { constants, crc32, deflateRawSync } from 'node:zlib'

/** A black PNG of any size, of one bit a pixel: a small file that takes long to decode. Quick to make. */
export function blackPng(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const pixels = compressZeros((1 + Math.ceil(width / 8)) * height)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const parts = [chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([signature, ...parts]))
}

/** A zlib stream (RFC 1950) of zeros: blocks that stand alone are compressed once and repeated. */
function compressZeros(byteLength: number): Buffer {
  const compress = (bytes: number) => deflateRawSync(Buffer.alloc(bytes), { finishFlush: constants.Z_FULL_FLUSH })
  const blockBytes = 2 ** 20
  const blocks = Array<Buffer>(Math.floor(byteLength / blockBytes)).fill(compress(blockBytes))
  const lastBlock = Buffer.from([0x03, 0x00])
  const adler = Buffer.alloc(4)
  adler.writeUInt16BE(byteLength % 65_521, 0)
  adler.writeUInt16BE(1, 2)
  return Buffer.concat([Buffer.from([0x78, 0x9c]), ...blocks, compress(byteLength % blockBytes), lastBlock, adler])
}

/** A chunk of a PNG file (PNG 5.3). */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
