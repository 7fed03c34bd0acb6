import { expect, it } from 'vitest'
import { leaveOutDirectories } from './leave-out-directories.ts'

const paths = [
  '/home/ann/voice/model.onnx',
  '/home/ann/voice/espeak-ng-data',
  '/home/ann/voice/fst/a.fst',
  '/lone.gguf',
]

it.each([
  ['Load model from /home/ann/voice/model.onnx failed', 'Load model from model.onnx failed'],
  ['/home/ann/voice/espeak-ng-data/phontab is missing', 'espeak-ng-data/phontab is missing'],
  ['/home/ann/voice/fst/a.fst differs from /home/ann/voice/model.onnx', 'a.fst differs from model.onnx'],
  ['"/home/ann/voice/model.onnx_data" is missing', '"model.onnx_data" is missing'],
  ['1/2 of /lone.gguf is missing', '1/2 of /lone.gguf is missing'],
  ["'sample_rate' does not exist in the metadata", "'sample_rate' does not exist in the metadata"],
])('shortens %j', (sentence, shortened) => {
  expect(leaveOutDirectories(sentence, paths)).toBe(shortened)
})
