import type { SeenObject } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'
import { boxFromEdges, suppressDoubles } from '../boxes.ts'
import { visionData } from '../vision-data.ts'
import { loadModel, loadTensorRuntime, pictureTensor } from './tensor-runtime.ts'
import type { GraphModel, Tensor } from './tensor-types.ts'

const inputSide = 256
const minConfidence = 0.6
/** Grids that BlazeFace looks through: pixels between two points, and guesses at each. */
const grids = [
  { stride: 16, guesses: 2 },
  { stride: 32, guesses: 6 },
]
/** One guess: its score, the box's middle and size, and six points of the face, two numbers each. */
const guessLength = 17

let model: Promise<GraphModel> | undefined

/** Finds faces of people with BlazeFace, surest first. */
export async function detectFaces(pixels: Pixels): Promise<SeenObject[]> {
  model ??= loadModel({
    description: JSON.parse(visionData.read('vision-model/faces.json').toString('utf8')),
    weights: visionData.read('vision-model/faces.bin'),
  })
  const [tf, graph] = await Promise.all([loadTensorRuntime(), model])
  const output = tf.tidy(() => {
    // Of the tensors' chained methods the package carries none.
    const scaled = tf.sub(tf.div(tf.image.resizeBilinear(pictureTensor(tf, pixels), [inputSide, inputSide]), 127.5), 1)
    // Scores and boxes of both grids come as four tensors in no certain order; their sizes tell them apart.
    const parts = (graph.execute(scaled) as Tensor[]).sort((a, b) => a.size - b.size)
    const [coarseScores, fineScores, coarseBoxes, fineBoxes] = parts as [Tensor, Tensor, Tensor, Tensor]
    return tf.concat([tf.concat([fineScores, fineBoxes], 2), tf.concat([coarseScores, coarseBoxes], 2)], 1)
  })
  const rows = await output.data()
  output.dispose()
  return suppressDoubles(readGuesses(rows), 0.3)
}

function readGuesses(rows: ArrayLike<number>): SeenObject[] {
  const faces: SeenObject[] = []
  for (const [index, point] of anchors().entries()) {
    const at = index * guessLength
    const confidence = 1 / (1 + Math.exp(-(rows[at] ?? 0)))
    if (confidence < minConfidence) continue
    const x = (point.x + (rows[at + 1] ?? 0)) / inputSide
    const y = (point.y + (rows[at + 2] ?? 0)) / inputSide
    const halfWidth = (rows[at + 3] ?? 0) / inputSide / 2
    const halfHeight = (rows[at + 4] ?? 0) / inputSide / 2
    // The model boxes eyes to mouth; a face as people draw it goes up to the hair.
    const top = y - halfHeight * 1.3
    faces.push({ label: 'face', confidence, box: boxFromEdges(x - halfWidth, top, x + halfWidth, y + halfHeight) })
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
