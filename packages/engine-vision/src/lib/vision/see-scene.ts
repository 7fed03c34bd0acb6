import type { DetectedObject } from '@mira/engine'
import { decodeImage } from '../pixels/decode-image.ts'
import { colorsIn } from './image/colors.ts'
import { findRegions } from './image/find-regions.ts'
import { detectFaces } from './models/detect-faces.ts'
import { detectThings } from './models/detect-things.ts'
import type { ImageInput } from './protocol.ts'
import type { Scene } from './scene.ts'

const wholeImage = { x: 0, y: 0, width: 1, height: 1 }

/** Maximum length of the longer side for detection, in pixels. */
const maxSide = 1024

/** Detects everything in an image except its text. */
export async function seeScene({ image, maxPixels }: ImageInput, signal: AbortSignal): Promise<Scene> {
  const pixels = await decodeImage(image, { field: 'image', maxPixels, size: { maxSide }, isFlattened: true })
  signal.throwIfAborted()
  const withColors = (seen: DetectedObject) => ({ ...seen, colors: colorsIn(pixels, seen.box) })
  const { certain, faint } = await detectThings(pixels)
  return {
    things: certain.map(withColors),
    faint: faint.map(withColors),
    faces: (await detectFaces(pixels)).map(withColors),
    regions: findRegions(pixels),
    colors: colorsIn(pixels, wholeImage),
  }
}
