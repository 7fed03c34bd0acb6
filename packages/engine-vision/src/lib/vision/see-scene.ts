import type { SeenObject } from '@mira/engine'
import { decodeImage } from '../pixels/decode-image.ts'
import { detectFaces } from './models/detect-faces.ts'
import { detectThings } from './models/detect-things.ts'
import { coloursIn } from './picture/colours.ts'
import { findRegions } from './picture/find-regions.ts'
import type { ImageInput } from './protocol.ts'
import type { Scene } from './scene.ts'

const wholePicture = { x: 0, y: 0, width: 1, height: 1 }

/** Maximum length of the longer side for detection, in pixels. */
const maxSide = 1024

/** Detects everything in an image except its text. */
export async function seeScene({ image, maxPixels }: ImageInput, signal: AbortSignal): Promise<Scene> {
  const pixels = await decodeImage(image, { field: 'image', maxPixels, size: { maxSide }, isFlattened: true })
  signal.throwIfAborted()
  const withColours = (seen: SeenObject) => ({ ...seen, colours: coloursIn(pixels, seen.box) })
  return {
    things: (await detectThings(pixels)).map(withColours),
    faces: (await detectFaces(pixels)).map(withColours),
    regions: findRegions(pixels),
    colours: coloursIn(pixels, wholePicture),
  }
}
