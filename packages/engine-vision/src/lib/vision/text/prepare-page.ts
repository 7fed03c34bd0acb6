import sharp from 'sharp'
import { decodeImage } from '../../pixels/decode-image.ts'
import type { ImageInput } from '../protocol.ts'

/** Image prepared for text recognition. */
export interface Page {
  /** Opaque grayscale PNG. */
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
}

/** Maximum side length in pixels. Small print needs more pixels than objects do. */
const maxSide = 2400
/** Minimum side length in pixels. Tesseract expects letters of about 30 pixels, so small images are scaled up. */
const minSide = 1200

/** Decodes an image and scales it to a size suitable for text recognition. */
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
