import type { Pixels } from '../pixels/pixels.ts'
import { imageTensor, loadModel, loadTensorRuntime } from '../vision/models/tensor-runtime.ts'
import type { GraphModel, Tensor } from '../vision/models/tensor-types.ts'
import { readPackedModel, readShippedModel } from './build/packed-model.ts'

const inputSide = 224
/** Classes of the model, in output order. */
const kinds = ['drawing', 'hentai', 'neutral', 'porn', 'sexy'] as const

/** Probability of each class; they sum to 1. */
export type ImageScores = Readonly<Record<(typeof kinds)[number], number>>

let model: Promise<GraphModel> | undefined

/** Classifies an image with the MobileNetV2 of NSFWJS. */
export async function scoreImage(pixels: Pixels): Promise<ImageScores> {
  model ??= load()
  const [tf, graph] = await Promise.all([loadTensorRuntime(), model])
  const output = tf.tidy(() => {
    return graph.execute(
      tf.div(tf.image.resizeBilinear(imageTensor(tf, pixels), [inputSide, inputSide]), 255),
    ) as Tensor
  })
  const scores = await output.data()
  output.dispose()
  return Object.fromEntries(kinds.map((kind, index) => [kind, scores[index] ?? 0])) as ImageScores
}

async function load(): Promise<GraphModel> {
  const isBuilt = !import.meta.url.endsWith('.ts')
  return loadModel(isBuilt ? await readShippedModel(new URL('./', import.meta.url)) : readPackedModel())
}
