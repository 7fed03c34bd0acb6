import { imageSize } from 'image-size'
import { EngineInputError } from '../engine.ts'
import type { BoundingBox, DetectedObject } from '../vision-engine.ts'
import { loadWeights, openLoader } from './load-model.ts'
import type { FoundObject, RawImage, TransformersModule, ZeroShotDetector } from './load-transformers.ts'
import type { TransformersModelOptions } from './transformers-options.ts'
import type { TransformersTask } from './transformers-task.ts'

/** Loaded zero-shot detector. */
export interface Detector {
  locate(task: LocateTask): Promise<readonly DetectedObject[]>
}

type LocateTask = TransformersTask & { readonly kind: 'locate' }

/** Lowest confidence of an object: that at which these models are usually compared. */
const threshold = 0.1
const maxObjects = 100
/** Others, such as SVG, would be drawn by a library that was not made for hostile files. */
const formats = new Set(['png', 'jpg', 'webp', 'gif'])

/**
 * Loads a zero-shot detector such as OWLv2 or Grounding DINO.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the files are not a detector.
 */
export async function openDetector(options: TransformersModelOptions): Promise<Detector> {
  const { module, directory, options: loading } = await openLoader(options)
  const detector: ZeroShotDetector = await loadWeights(directory, () =>
    module.pipeline('zero-shot-object-detection', directory.path, loading),
  )
  const isGrounding = directory.config.model_type === 'grounding-dino'
  return {
    async locate({ image, target, maxPixels }) {
      const decoded = await decodeImage(module, image, maxPixels)
      // Grounding DINO was trained on sentences in lower case.
      const label = isGrounding ? `${target.toLowerCase().replace(/\.?$/, '')}.` : target
      const found = await detector(decoded, [label], { threshold, top_k: maxObjects, percentage: true })
      return found.map((object) => ({ label: target, confidence: object.score, box: toBox(object) }))
    },
  }
}

async function decodeImage({ RawImage }: TransformersModule, image: Uint8Array, maxPixels: number): Promise<RawImage> {
  const { type, width, height } = readSize(image)
  if (type === undefined || !formats.has(type)) {
    const message = 'image must be a PNG, JPEG, WebP or GIF file'
    throw new EngineInputError(message, 'image', { code: 'unsupported_format' })
  }
  if (width * height > maxPixels) {
    const message = `image has ${width} x ${height} pixels; at most ${maxPixels} are accepted`
    throw new EngineInputError(message, 'image', { code: 'too_large' })
  }
  try {
    return (await RawImage.fromBlob(new Blob([Uint8Array.from(image)]))).rgb()
  } catch (cause) {
    throw new EngineInputError('image is damaged or truncated', 'image', { code: 'unreadable', cause })
  }
}

function readSize(image: Uint8Array): { type: string | undefined; width: number; height: number } {
  try {
    const { type, width, height } = imageSize(image)
    return { type, width, height }
  } catch {
    return { type: undefined, width: 0, height: 0 }
  }
}

/** Cuts a box off at the edges of the image. */
function toBox({ box }: FoundObject): BoundingBox {
  const [left, right] = [clamp(box.xmin), clamp(box.xmax)]
  const [top, bottom] = [clamp(box.ymin), clamp(box.ymax)]
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
