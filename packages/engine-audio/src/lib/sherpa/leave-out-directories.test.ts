import { expect, it } from 'vitest'
import { leaveOutDirectories } from './leave-out-directories.ts'

const config = {
  model: { vits: { model: '/home/ann/voice/model.onnx', dataDir: '/home/ann/voice/espeak-ng-data' }, numThreads: 2 },
  ruleFsts: '/home/ann/voice/a.fst,/home/ann/voice/b.fst',
}

it.each([
  ['Load model from /home/ann/voice/model.onnx failed', 'Load model from model.onnx failed'],
  ['/home/ann/voice/espeak-ng-data/phontab is missing', 'espeak-ng-data/phontab is missing'],
  ['cannot read /home/ann/voice/b.fst', 'cannot read b.fst'],
  ["'sample_rate' does not exist in the metadata", "'sample_rate' does not exist in the metadata"],
])('shortens %j', (sentence, shortened) => {
  expect(leaveOutDirectories(sentence, config)).toBe(shortened)
})
