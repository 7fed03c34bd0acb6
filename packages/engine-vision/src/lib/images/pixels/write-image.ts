import { crc32 } from 'node:zlib'
import type { ImageQuality, ImageRequest, MadeImage } from '@mira/engine'
import sharp from 'sharp'
import type { Pixels } from '../../pixels/pixels.ts'

/** `Software` note in the metadata of every image. */
export const softwareNote = 'mira procedural illustration (no diffusion model)'

/** File format and quality of an image. */
export type ImageFileOptions = Pick<ImageRequest, 'compression' | 'format' | 'quality'>

/** Encodes an image as PNG, with a `Software` note, or as JPEG or WebP. */
export async function writeImage(
  pixels: Pixels,
  { format = 'png', quality, compression = 100 }: ImageFileOptions,
): Promise<Pick<MadeImage, 'data' | 'mediaType'>> {
  const mediaType = `image/${format}` as const
  if (format === 'png') return { data: await writePng(pixels, quality), mediaType }
  const { data, width, height } = pixels
  const image = sharp(data, { raw: { width, height, channels: 4 } })
  const options = { quality: Math.max(1, compression) }
  // JPEG has no transparency.
  const file = format === 'jpeg' ? image.flatten({ background: '#fff' }).jpeg(options) : image.webp(options)
  return { data: new Uint8Array(await file.toBuffer()), mediaType }
}

/** Encodes a PNG with a `Software` note. Opaque images are written without an alpha channel. */
async function writePng({ data, width, height }: Pixels, quality: ImageQuality): Promise<Uint8Array> {
  const image = sharp(data, { raw: { width, height, channels: 4 } })
  const isOpaque = data.every((value, index) => index % 4 !== 3 || value === 255)
  const compressionLevel = { low: 3, medium: 6, high: 7 }[quality]
  const file = await (isOpaque ? image.removeAlpha() : image).png({ compressionLevel }).toBuffer()
  return withTextChunk(file, 'Software', softwareNote)
}

/** Inserts a tEXt chunk (PNG 11.3.4.3) after the header, which is always 33 bytes long. */
function withTextChunk(png: Uint8Array, keyword: string, text: string): Uint8Array {
  const body = Buffer.concat([Buffer.from('tEXt'), Buffer.from(`${keyword}\0${text}`, 'latin1')])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return new Uint8Array(Buffer.concat([png.subarray(0, 33), length, body, checksum, png.subarray(33)]))
}
