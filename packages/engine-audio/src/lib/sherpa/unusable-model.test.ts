import { expect, it } from 'vitest'
import { unusableModel } from './unusable-model.ts'

const config = {
  model: { vits: { model: '/home/ann/voice/model.onnx', dataDir: '/home/ann/voice/espeak-ng-data' }, numThreads: 2 },
  ruleFsts: '/home/ann/rules/a.fst,/home/ann/rules/b.fst',
}

it.each([
  ['Load model from /home/ann/voice/model.onnx failed', 'Load model from model.onnx failed'],
  ['/home/ann/voice/espeak-ng-data/phontab is missing', 'espeak-ng-data/phontab is missing'],
  ['cannot read /home/ann/rules/b.fst', 'cannot read b.fst'],
])('names files without their directories in %j', (message, reason) => {
  const cause = new Error(message)
  const { message: sentence, ...error } = unusableModel({ config }, message, cause)
  expect(sentence).toBe(`The speech model could not be loaded: ${reason}`)
  expect(error).toMatchObject({ status: 503 })
})
