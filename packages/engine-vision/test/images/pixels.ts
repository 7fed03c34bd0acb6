import sharp from 'sharp'

/** A decoded picture: four bytes a pixel. */
export interface RawImage {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}

/** Decodes a picture file to RGBA. */
export async function decode(file: Uint8Array): Promise<RawImage> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data: new Uint8Array(data) }
}

/** The four bytes at a place. */
export function pixelAt({ width, data }: RawImage, x: number, y: number): number[] {
  const at = (Math.floor(y) * width + Math.floor(x)) * 4
  return [...data.subarray(at, at + 4)]
}

/** A PNG with a disc of one color in the middle of another: its radius is a quarter of the side. */
export async function discImage(side: number, disc: string, ground: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${ground}"/><circle cx="50%" cy="50%" r="25%" fill="${disc}"/></svg>`
  return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer())
}
