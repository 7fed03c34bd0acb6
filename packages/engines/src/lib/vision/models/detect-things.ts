import { boxFromEdges, suppressDoubles } from '../boxes.ts'
import type { Pixels } from '../picture/decode-picture.ts'
import type { SeenObject } from '../vision-engine.ts'
import { cocoLabels } from './coco-labels.ts'
import { loadHumanModel, loadTensorRuntime } from './tensor-runtime.ts'
import type { GraphModel, Tensor } from './tensor-types.ts'

const inputSide = 512
/** Below it the model guesses more than it sees. */
const minConfidence = 0.3

let model: Promise<GraphModel> | undefined

/** Finds things of the 80 COCO kinds with CenterNet (MobileNetV3), surest first. */
export async function detectThings({ data, width, height }: Pixels): Promise<SeenObject[]> {
  model ??= loadHumanModel('centernet')
  const [tf, graph] = await Promise.all([loadTensorRuntime(), model])
  const output = tf.tidy(() => {
    const picture = tf.tensor4d(Float32Array.from(data), [1, height, width, 3])
    return graph.execute(tf.image.resizeBilinear(picture, [inputSide, inputSide])) as Tensor
  })
  const rows = await output.data()
  output.dispose()
  const seen: SeenObject[] = []
  for (let row = 0; row + 5 < rows.length; row += 6) {
    const [left = 0, top = 0, right = 0, bottom = 0, confidence = 0, kind = 0] = rows.slice(row, row + 6)
    const label = cocoLabels[kind]
    if (!label || confidence < minConfidence) continue
    const edges = [left, top, right, bottom].map((edge) => edge / inputSide) as [number, number, number, number]
    seen.push({ label, confidence, box: boxFromEdges(...edges) })
  }
  return suppressDoubles(seen.sort((a, b) => b.confidence - a.confidence))
}
