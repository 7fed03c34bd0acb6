import type { DetectedObject } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'
import { boxFromEdges, suppressDoubles } from '../boxes.ts'
import { visionData } from '../vision-data.ts'
import { imageTensor, loadModel, loadTensorRuntime } from './tensor-runtime.ts'
import type { GraphModel, Tensor } from './tensor-types.ts'

const inputSide = 256
const minConfidence = 0.6
/** Anchor grids of BlazeFace: stride in pixels, and anchors per point. */
const grids = [
  { stride: 16, guesses: 2 },
  { stride: 32, guesses: 6 },
]
/** Length of one prediction: score, center and size of the box, and six landmarks with two numbers each. */
const guessLength = 17

let model: Promise<GraphModel> | undefined

/** Detects faces with BlazeFace, highest confidence first. */
export async function detectFaces(pixels: Pixels): Promise<DetectedObject[]> {
  model ??= loadModel({
    description: JSON.parse(visionData.read('vision-model/faces.json').toString('utf8')),
    weights: visionData.read('vision-model/faces.bin'),
  })
  const [tf, graph] = await Promise.all([loadTensorRuntime(), model])
  const output = tf.tidy(() => {
    // The package has no chained tensor methods.
    const scaled = tf.sub(tf.div(tf.image.resizeBilinear(imageTensor(tf, pixels), [inputSide, inputSide]), 127.5), 1)
    // The four output tensors, scores and boxes of both grids, have no fixed order; their sizes distinguish them.
    const parts = (graph.execute(scaled) as Tensor[]).sort((a, b) => a.size - b.size)
    const [coarseScores, fineScores, coarseBoxes, fineBoxes] = parts as [Tensor, Tensor, Tensor, Tensor]
    return tf.concat([tf.concat([fineScores, fineBoxes], 2), tf.concat([coarseScores, coarseBoxes], 2)], 1)
  })
  const rows = await output.data()
  output.dispose()
  return suppressDoubles(readGuesses(rows), 0.3)
}

function readGuesses(rows: ArrayLike<number>): DetectedObject[] {
  const faces: DetectedObject[] = []
  for (const [index, point] of anchors().entries()) {
    const at = index * guessLength
    const confidence = 1 / (1 + Math.exp(-(rows[at] ?? 0)))
    if (confidence < minConfidence) continue
    const x = (point.x + (rows[at + 1] ?? 0)) / inputSide
    const y = (point.y + (rows[at + 2] ?? 0)) / inputSide
    const halfWidth = (rows[at + 3] ?? 0) / inputSide / 2
    const halfHeight = (rows[at + 4] ?? 0) / inputSide / 2
    // The model's box ranges from eyes to mouth; extend it up to the hair.
    const top = y - halfHeight * 1.3
    faces.push({
      label: 'face',
      confidence,
      box: boxFromEdges({ left: x - halfWidth, top, right: x + halfWidth, bottom: y + halfHeight }),
    })
  }
  return faces.sort((a, b) => b.confidence - a.confidence)
}

function anchors(): { x: number; y: number }[] {
  return grids.flatMap(({ stride, guesses }) => {
    const side = inputSide / stride
    return Array.from({ length: side * side * guesses }, (_, index) => {
      const cell = Math.floor(index / guesses)
      return { x: ((cell % side) + 0.5) * stride, y: (Math.floor(cell / side) + 0.5) * stride }
    })
  })
}
