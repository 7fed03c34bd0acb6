import sharp from 'sharp'
import type { Pixels } from './pixels.ts'

/** Resizes to an exact size. `cover` crops the overhang; `fill` stretches. Defaults to `fill`. */
export async function resizePixels(
  pixels: Pixels,
  size: { readonly width: number; readonly height: number },
  fit: 'cover' | 'fill' = 'fill',
): Promise<Pixels> {
  const { data, width, height } = pixels
  if (width === size.width && height === size.height) return pixels
  const output = await sharp(data, { raw: { width, height, channels: 4 } })
    .resize({ width: size.width, height: size.height, fit })
    .raw()
    .toBuffer()
  return { width: size.width, height: size.height, data: new Uint8Array(output) }
}
