import type { DetectedObject } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'
import { boxFromEdges, intersectionOverUnion, suppressDoubles } from '../boxes.ts'
import { readDetector } from '../build/detector-model.ts'
import { cocoLabels, unusedCocoIds } from './coco-labels.ts'
import { imageTensor, loadModel, loadTensorRuntime } from './tensor-runtime.ts'
import type { GraphModel, Tensor } from './tensor-types.ts'

const inputSide = 300
/**
 * Minimum confidence; below it, most detections are wrong. From 0.35 to 0.45, the results on our photos are the same.
 */
const minConfidence = 0.4
/** Minimum confidence for a class that is asked for. */
const minFaintConfidence = 0.2
/** Minimum intersection over union of faint boxes of one class to be duplicates. */
const sameOverlap = 0.5
/** Minimum intersection over union with a certain box to be the same thing. */
const maxSharedBox = 0.7

/** Detected objects, highest confidence first. */
export interface Detections {
  readonly certain: readonly DetectedObject[]
  /** Those below the usual confidence. Boxes of different classes may be the same here. */
  readonly faint: readonly DetectedObject[]
}

let model: Promise<GraphModel> | undefined

/** Detects objects of the 80 COCO classes with SSDLite (MobileNetV2), highest confidence first. */
export async function detectThings(pixels: Pixels): Promise<Detections> {
  model ??= readDetector().then(loadModel)
  const [tf, graph] = await Promise.all([loadTensorRuntime(), model])
  const outputs = tf.tidy(() => {
    const scaled = tf.sub(tf.div(tf.image.resizeBilinear(imageTensor(tf, pixels), [inputSide, inputSide]), 127.5), 1)
    return graph.execute(scaled) as Tensor[]
  })
  // The outputs have no fixed order, but there are four edges per box and 90 scores.
  const [edges = [], scores = []] = await Promise.all(
    outputs.sort((a, b) => a.size - b.size).map((part) => part.data()),
  )
  for (const part of outputs) part.dispose()
  const guesses = readGuesses(scores, edges)
  const certain = suppressDoubles(guesses.filter(({ confidence }) => confidence >= minConfidence))
  // A dog is not found as a cat, too: what is there is known with more confidence.
  const isTaken = ({ box }: DetectedObject) =>
    certain.some((thing) => intersectionOverUnion(thing.box, box) >= maxSharedBox)
  const faint = guesses.filter((guess) => guess.confidence < minConfidence && !isTaken(guess))
  return { certain, faint: suppressDoubles(faint, sameOverlap, Number.POSITIVE_INFINITY) }
}

function readGuesses(scores: ArrayLike<number>, edges: ArrayLike<number>): DetectedObject[] {
  const found: DetectedObject[] = []
  const labels = labelsById()
  for (let at = 0; at < scores.length; at++) {
    const confidence = scores[at] ?? 0
    const label = labels[at % labels.length]
    if (confidence < minFaintConfidence || label === undefined) continue
    const box = Math.floor(at / labels.length) * 4
    const [top = 0, left = 0, bottom = 0, right = 0] = [0, 1, 2, 3].map((edge) => edges[box + edge])
    found.push({ label, confidence, box: boxFromEdges({ left, top, right, bottom }) })
  }
  return found.sort((a, b) => b.confidence - a.confidence)
}

/** Returns the labels in the order of the scores. COCO IDs range from 1 to 90, of which ten are unused. */
function labelsById(): (string | undefined)[] {
  let next = 0
  return Array.from({ length: cocoLabels.length + unusedCocoIds.size }, (_, index) =>
    unusedCocoIds.has(index + 1) ? undefined : cocoLabels[next++],
  )
}
