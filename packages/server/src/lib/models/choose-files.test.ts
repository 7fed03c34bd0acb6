import { describe, expect, it } from 'vitest'
import { chooseFiles } from './choose-files.ts'
import { parseHubSource } from './model-source.ts'

const choose = (paths: readonly string[], suffix = '') => {
  const files = paths.map((path) => ({ path, size: 1, etag: '' }))
  return chooseFiles(files, parseHubSource(`hf:o/r${suffix}`)!).map(({ path }) => path)
}

const quantized = ['README.md', 'm-Q2_K.gguf', 'm-Q4_K_M.gguf', 'm-Q4_K_S.gguf', 'm-Q8_0.gguf', 'mmproj-F16.gguf']
const split = ['m-Q4_K_M-00001-of-00002.gguf', 'm-Q4_K_M-00002-of-00002.gguf', 'm-Q8_0-00001-of-00001.gguf']
const onnx = [
  'config.json',
  'tokenizer.json',
  'model.safetensors',
  'onnx/encoder_model.onnx',
  'onnx/encoder_model_quantized.onnx',
  'onnx/decoder_model_merged.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
  'onnx/decoder_model_merged.onnx_data',
]
/** As sherpa-onnx publishes Whisper. */
const whisper = [
  'large-decoder.onnx',
  'large-decoder.int8.onnx',
  'large-encoder.onnx',
  'large-encoder.weights',
  'large-encoder.int8.onnx',
  'large-tokens.txt',
]
/** As Sentence Transformers publishes models: several optimizations, and other formats with the same suffixes as ours. */
const optimized = [
  '1_Pooling/config.json',
  'config.json',
  'modules.json',
  'onnx/model.onnx',
  'onnx/model_O4.onnx',
  'onnx/model_qint8_avx512_vnni.onnx',
  'openvino/openvino_model.bin',
  'pytorch_model.bin',
  'tokenizer.json',
]

describe('chooseFiles', () => {
  it.each([
    ['the usual quantization', quantized, '', ['m-Q4_K_M.gguf']],
    ['a named quantization in any case', quantized, ':q8_0', ['m-Q8_0.gguf']],
    ['a named file', quantized, '/m-Q2_K.gguf', ['m-Q2_K.gguf']],
    ['the only GGUF file', ['weights.gguf'], '', ['weights.gguf']],
    ['all parts of a quantization', split, '', split.slice(0, 2)],
    ['all parts of a named file', split, `/${split[0]}`, split.slice(0, 2)],
    ['one precision of each graph', onnx, '', [onnx[4], onnx[6], 'config.json', 'tokenizer.json']],
    [
      'full precision with its external weights',
      onnx,
      ':fp32',
      [onnx[3], onnx[5], 'config.json', 'tokenizer.json', onnx[7]],
    ],
    ['one graph of several optimizations', optimized, '', [optimized[3], ...optimized.slice(0, 3), 'tokenizer.json']],
    [
      'a named optimization',
      optimized,
      ':qint8_avx512_vnni',
      [optimized[5], ...optimized.slice(0, 3), 'tokenizer.json'],
    ],
    [
      'a named graph with its configuration',
      [...optimized, 'onnx/model_O4.onnx_data'],
      '/onnx/model_O4.onnx',
      [optimized[4], ...optimized.slice(0, 3), 'tokenizer.json', 'onnx/model_O4.onnx_data'],
    ],
    ['the parts of a recognizer', whisper, '', [whisper[1], whisper[4], whisper[5]]],
    ['its full precision with external weights', whisper, ':fp32', [whisper[0], whisper[2], whisper[3], whisper[5]]],
    [
      'the graphs of ONNX Runtime where there are no others',
      ['encoder_model.ort', 'decoder_model_merged.ort', 'tokens.txt', 'README.md'],
      '',
      ['encoder_model.ort', 'decoder_model_merged.ort', 'tokens.txt'],
    ],
    [
      'a voice with the data of its language',
      ['a.onnx', 'a.onnx.json', 'tokens.txt', 'espeak-ng-data/phontab', 'espeak-ng-data/lang/gmw/en', 'MODEL_CARD'],
      '',
      ['a.onnx', 'a.onnx.json', 'tokens.txt', 'espeak-ng-data/phontab', 'espeak-ng-data/lang/gmw/en'],
    ],
    [
      'a punctuation model with its vocabulary',
      ['model.onnx', 'model.int8.onnx', 'bpe.vocab', 'test.py'],
      '',
      ['model.int8.onnx', 'bpe.vocab'],
    ],
    [
      'the graphs of a speech model',
      ['model.onnx', 'tokens.txt', 'voices.bin', 'a.wav'],
      '',
      ['model.onnx', 'tokens.txt', 'voices.bin'],
    ],
  ])('chooses %s', (_, paths, suffix, chosen) => {
    expect(choose(paths, suffix)).toEqual(chosen)
  })

  it.each([
    ['an unknown quantization', quantized, ':Q5_1', 'No file matches Q5_1; there are m-Q2_K.gguf'],
    ['an unknown file', quantized, '/x.gguf', 'No file x.gguf; there are m-Q2_K.gguf'],
    ['an unknown precision', onnx, ':q4', 'No ONNX file has q4; there are fp32, q8'],
    ['several unknown quantizations', ['a.gguf', 'b.gguf'], '', 'Name a file; there are a.gguf, b.gguf'],
    ['several models of one quantization', ['a-Q8_0.gguf', 'b-Q8_0.gguf'], ':Q8_0', 'Several files match Q8_0'],
    ['other weights only', ['model.safetensors'], '', 'has no GGUF and no ONNX file'],
  ])('names the choices for %s', (_, paths, suffix, problem) => {
    expect(() => choose(paths, suffix)).toThrow(problem)
  })
})
