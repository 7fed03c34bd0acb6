import sharp from 'sharp'
import { decodeImage } from '../../pixels/decode-image.ts'
import type { ImageInput } from '../protocol.ts'

/** A picture prepared for the text reader. */
export interface Page {
  /** Gray, opaque. */
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
}

/** Letters of small print need more pixels than things do. */
const maxSide = 2400
/** Tesseract wants letters of about 30 pixels: a small picture is scaled up. */
const minSide = 1200

/** Decodes a picture and brings it to a size that text is read at. */
export async function preparePage({ image, maxPixels }: ImageInput): Promise<Page> {
  const pixels = await decodeImage(image, { field: 'image', maxPixels, size: { maxSide }, isFlattened: true })
  const { data, width, height } = pixels
  const scale = Math.min(3, Math.max(1, minSide / Math.max(width, height)))
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) }
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize(size)
    .removeAlpha()
    .greyscale()
    .png({ compressionLevel: 1 })
    .toBuffer()
  return { png: new Uint8Array(png), ...size }
}
