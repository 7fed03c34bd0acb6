import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeOnnx, floats } from '../../../test/onnx-file.ts'
import { ModelFiles } from './model-files.ts'
import { findSpeechModel } from './speech-model.ts'
import { findTranscriptionModel } from './transcription-model.ts'

let folder = ''
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-models-'))
})
afterAll(() => rm(folder, { recursive: true }))

type Metadata = Record<string, string | number>
/** Files by name: graphs with their metadata, or other files. */
type Listing = Readonly<Record<string, Metadata | 'text'>>

async function write(listing: Listing): Promise<ModelFiles> {
  const directory = join(folder, String(count++))
  const paths = Object.keys(listing).map((name) => join(directory, name))
  for (const [index, value] of Object.values(listing).entries()) {
    await mkdir(dirname(paths[index]!), { recursive: true })
    await writeFile(paths[index]!, value === 'text' ? 'text' : encodeGraph(value))
  }
  return new ModelFiles(paths)
}

const encodeGraph = (metadata: Metadata) =>
  encodeOnnx({
    operations: [{ type: 'Identity', inputs: ['w'], outputs: ['y'] }],
    constants: [floats('w', [1], [1])],
    inputs: [],
    outputs: [{ name: 'y', type: 'float', shape: [1] }],
    metadata,
  })

const whisper = { model_type: 'whisper-tiny', is_multilingual: 1, all_language_codes: 'en,ru,de' }
const espeak = { 'espeak-ng-data/phontab': 'text', 'espeak-ng-data/en_dict': 'text' } as const

describe('findTranscriptionModel', () => {
  it.each<{ story: string; listing: Listing; name?: string; family: string; config: string[]; languages: string[] }>([
    {
      story: 'Whisper, in the smaller precision',
      listing: {
        'tiny-encoder.onnx': whisper,
        'tiny-encoder.int8.onnx': whisper,
        'tiny-decoder.onnx': {},
        'tiny-decoder.int8.onnx': {},
        'tiny-tokens.txt': 'text',
        'test_wavs/0.wav': 'text',
      },
      family: 'Whisper',
      config: ['tiny-encoder.int8.onnx', 'tiny-decoder.int8.onnx', 'tiny-tokens.txt'],
      languages: ['en', 'ru', 'de'],
    },
    {
      story: 'Whisper in English only',
      listing: {
        'base.en-encoder.onnx': { model_type: 'whisper-base.en', is_multilingual: 0 },
        'base.en-decoder.onnx': {},
        'base.en-tokens.txt': 'text',
      },
      family: 'Whisper',
      config: ['base.en-encoder.onnx', 'base.en-decoder.onnx', 'base.en-tokens.txt'],
      languages: ['en'],
    },
    {
      story: 'Moonshine in five files',
      listing: {
        'preprocess.onnx': {},
        'encode.int8.onnx': {},
        'uncached_decode.int8.onnx': {},
        'cached_decode.int8.onnx': {},
        'tokens.txt': 'text',
      },
      name: 'sherpa-onnx-moonshine-tiny-en-int8',
      family: 'Moonshine',
      config: [
        'preprocess.onnx',
        'encode.int8.onnx',
        'uncached_decode.int8.onnx',
        'cached_decode.int8.onnx',
        'tokens.txt',
      ],
      languages: ['en'],
    },
    {
      story: 'Moonshine with a merged decoder',
      listing: { 'encoder_model.ort': {}, 'decoder_model_merged.ort': {}, 'tokens.txt': 'text' },
      name: 'sherpa-onnx-moonshine-base-ja-quantized',
      family: 'Moonshine',
      config: ['encoder_model.ort', 'decoder_model_merged.ort', 'tokens.txt'],
      languages: ['ja'],
    },
    {
      story: 'a transducer',
      listing: {
        'encoder-epoch-99-avg-1.int8.onnx': { model_type: 'zipformer2' },
        'decoder-epoch-99-avg-1.onnx': {},
        'joiner-epoch-99-avg-1.int8.onnx': {},
        'tokens.txt': 'text',
      },
      name: 'sherpa-onnx-zipformer-ru-2024-09-18',
      family: 'transducer',
      config: [
        'encoder-epoch-99-avg-1.int8.onnx',
        'decoder-epoch-99-avg-1.onnx',
        'joiner-epoch-99-avg-1.int8.onnx',
        'tokens.txt',
      ],
      languages: ['ru'],
    },
    {
      story: 'a CTC model whose language nothing states',
      listing: { 'model.int8.onnx': { model_type: 'EncDecCTCModelBPE' }, 'tokens.txt': 'text' },
      name: 'ctc',
      family: 'NeMo CTC',
      config: ['model.int8.onnx', 'tokens.txt'],
      languages: ['und'],
    },
    {
      story: 'SenseVoice',
      listing: { 'model.onnx': { model_type: 'sense_voice_ctc' }, 'tokens.txt': 'text' },
      family: 'SenseVoice',
      config: ['model.onnx', 'tokens.txt'],
      languages: ['zh', 'en', 'ja', 'ko', 'yue'],
    },
  ])('finds $story', async ({ listing, name = 'model', family, config, languages }) => {
    const model = await findTranscriptionModel(await write(listing), name)
    expect(model).toMatchObject({ family, languages })
    const named = JSON.stringify(model.config).match(/[^/"]+\.(?:onnx|ort|txt)/g)
    expect(named).toEqual(config)
    expect(model.paths.map((path) => path.split('/').at(-1)).sort()).toEqual([...config].sort())
  })

  it.each<{ story: string; listing: Listing; problem: string }>([
    {
      story: 'Whisper without a decoder',
      listing: { 'tiny-encoder.onnx': whisper, 'tiny-tokens.txt': 'text' },
      problem: 'The files look like a Whisper model, but lack its decoder',
    },
    {
      story: 'Moonshine without tokens and a decoder',
      listing: { 'preprocess.onnx': {}, 'encode.onnx': {}, 'cached_decode.onnx': {} },
      problem: 'The files look like a Moonshine model, but lack its tokens, uncachedDecoder',
    },
    { story: 'no graph', listing: { 'tokens.txt': 'text' }, problem: 'there is no .onnx file' },
    {
      story: 'a streaming model without a joiner',
      listing: {
        'encoder.onnx': { model_type: 'zipformer2', decode_chunk_len: 32, T: 45 },
        'decoder.onnx': {},
        'tokens.txt': 'text',
      },
      problem: 'The files look like a streaming transducer model, but lack its joiner',
    },
    {
      story: 'a streaming model of a kind that the library does not run',
      listing: { 'model.onnx': { model_type: 'wenet_ctc', chunk_shift: 1, window_size: 2 }, 'tokens.txt': 'text' },
      problem: 'The model is of the type wenet_ctc',
    },
    {
      story: 'another kind of model',
      listing: { 'model.onnx': { model_type: 'vits' }, 'tokens.txt': 'text' },
      problem: 'The model is of the type vits; transcription runs Whisper, Moonshine',
    },
    {
      story: 'a model of another library',
      listing: { 'encoder_model.onnx': {}, 'decoder_model.onnx': {}, 'config.json': 'text' },
      problem: 'has no known type',
    },
    { story: 'a damaged graph', listing: { 'model.onnx': 'text' }, problem: 'model.onnx is not an ONNX file' },
  ])('names the problem of $story', async ({ listing, problem }) => {
    await expect(findTranscriptionModel(await write(listing), 'model')).rejects.toThrow(problem)
  })
})

describe('streaming models', () => {
  const parts = { 'decoder.onnx': {}, 'joiner.onnx': {}, 'tokens.txt': 'text' } as const
  it.each<{ listing: Listing; name: string; family: string; chunkSeconds: number; languages: string[] }>([
    {
      listing: { 'encoder.int8.onnx': { model_type: 'zipformer2', decode_chunk_len: 32, T: 45 }, ...parts },
      name: 'sherpa-onnx-streaming-zipformer-ru-2025',
      family: 'streaming transducer',
      chunkSeconds: 0.45,
      languages: ['ru'],
    },
    {
      listing: { 'encoder.onnx': { window_size: 121, chunk_shift: 112, subsampling_factor: 8 }, ...parts },
      name: 'sherpa-onnx-nemo-streaming-fast-conformer-transducer-en-480ms',
      family: 'streaming transducer',
      chunkSeconds: 1.21,
      languages: ['en'],
    },
    {
      listing: { 'encoder.int8.onnx': { model_type: 'paraformer' }, 'decoder.int8.onnx': {}, 'tokens.txt': 'text' },
      name: 'sherpa-onnx-streaming-paraformer-bilingual-zh-en',
      family: 'streaming Paraformer',
      chunkSeconds: 0.61,
      languages: ['en', 'zh'],
    },
    {
      listing: {
        'model.onnx': { model_type: 't-one', language: 'Russian', frame_length_ms: 300 },
        'tokens.txt': 'text',
      },
      name: 'model',
      family: 'T-one',
      chunkSeconds: 0.3,
      languages: ['ru'],
    },
    {
      listing: { 'a.onnx': { model_type: 'zipformer2', decode_chunk_len: 32, T: 45 }, 'tokens.txt': 'text' },
      name: 'sherpa-onnx-streaming-zipformer-ctc-multi-zh-hans',
      family: 'streaming Zipformer CTC',
      chunkSeconds: 0.45,
      languages: ['zh'],
    },
    {
      listing: {
        'a.onnx': { model_type: 'EncDecCTCModelBPE', window_size: 60, chunk_shift: 56 },
        'tokens.txt': 'text',
      },
      name: 'sherpa-onnx-nemo-streaming-ctc-en',
      family: 'streaming NeMo CTC',
      chunkSeconds: 0.6,
      languages: ['en'],
    },
  ])('finds $name ($family)', async ({ listing, name, ...expected }) => {
    expect(await findTranscriptionModel(await write(listing), name)).toMatchObject({ ...expected, hasWords: true })
  })
})

describe('findSpeechModel', () => {
  const kokoro = { model_type: 'kokoro', n_speakers: 4, speaker_names: 'af_bella,bm_george,jf_alpha,zf_xiaobei' }
  it.each<{ story: string; listing: Listing; family: string; voices: unknown[] }>([
    {
      story: 'Piper',
      listing: {
        'en_US-joe-medium.onnx': { model_type: 'vits', comment: 'piper', voice: 'en-us', n_speakers: 1 },
        'tokens.txt': 'text',
        ...espeak,
      },
      family: 'VITS',
      voices: [{ id: 'en_US-joe-medium', languages: ['en-US'], speaker: 0 }],
    },
    {
      story: 'a VITS model of two speakers, by its lexicon',
      listing: {
        'model.onnx': { model_type: 'vits', language: 'Chinese + English', n_speakers: 2 },
        'tokens.txt': 'text',
        'lexicon.txt': 'text',
        'date.fst': 'text',
      },
      family: 'VITS',
      voices: [
        { id: 'vits-zh-en-0', languages: ['en', 'zh'], speaker: 0 },
        { id: 'vits-zh-en-1', speaker: 1 },
      ],
    },
    {
      story: 'the voices of Kokoro that can be spoken',
      listing: {
        'model.onnx': kokoro,
        'voices.bin': 'text',
        'tokens.txt': 'text',
        'lexicon-us-en.txt': 'text',
        'lexicon-gb-en.txt': 'text',
        ...espeak,
      },
      family: 'Kokoro',
      voices: [
        { id: 'af_bella', gender: 'female', languages: ['en-US'], speaker: 0 },
        { id: 'bm_george', gender: 'male', languages: ['en-GB'], speaker: 1 },
        { id: 'zf_xiaobei', gender: 'female', languages: ['zh'], speaker: 3 },
      ],
    },
    {
      story: 'KittenTTS',
      listing: {
        'model.fp16.onnx': {
          model_type: 'kitten-tts',
          n_speakers: 2,
          speaker_names: 'expr-voice-2-m,expr-voice-2-f',
          voice: 'en-us',
        },
        'voices.bin': 'text',
        'tokens.txt': 'text',
        ...espeak,
      },
      family: 'KittenTTS',
      voices: [
        { id: 'expr-voice-2-m', gender: 'male' },
        { id: 'expr-voice-2-f', gender: 'female' },
      ],
    },
    {
      story: 'Matcha with its vocoder',
      listing: {
        'model-steps-3.onnx': { model_type: 'matcha-tts', n_speakers: 1, voice: 'en-us' },
        'vocos-22khz-univ.onnx': {},
        'tokens.txt': 'text',
        ...espeak,
      },
      family: 'Matcha',
      voices: [{ id: 'vits-zh-en', languages: ['en-US'] }],
    },
  ])('finds $story', async ({ listing, family, voices }) => {
    const model = await findSpeechModel(await write(listing), 'vits-zh-en')
    expect(model.family).toBe(family)
    expect(model.voices).toMatchObject(voices)
  })

  it.each<{ story: string; listing: Listing; problem: string }>([
    {
      story: 'Piper without the data of eSpeak NG',
      listing: { 'a.onnx': { model_type: 'vits', comment: 'piper', n_speakers: 1 }, 'tokens.txt': 'text' },
      problem: 'The files look like a VITS model, but lack its espeak-ng-data',
    },
    {
      story: "Piper's own form",
      listing: { 'a.onnx': {}, 'a.onnx.json': 'text' },
      problem: 'converted for sherpa-onnx',
    },
    {
      story: 'Kokoro without its voices',
      listing: { 'model.onnx': kokoro, 'tokens.txt': 'text' },
      problem: 'The files look like a Kokoro model, but lack its voices.bin, espeak-ng-data',
    },
    {
      story: 'Matcha without a vocoder',
      listing: { 'model.onnx': { model_type: 'matcha-tts' }, 'tokens.txt': 'text', ...espeak },
      problem: 'lack its vocoder',
    },
    {
      story: 'several models',
      listing: { 'a.onnx': { model_type: 'vits' }, 'b.onnx': { model_type: 'vits' } },
      problem: 'there are a, b',
    },
    { story: 'another kind of model', listing: { 'a.onnx': { model_type: 'whisper' } }, problem: 'speech runs Kokoro' },
    { story: 'no graph', listing: { 'tokens.txt': 'text' }, problem: 'there is no .onnx file' },
  ])('names the problem of $story', async ({ listing, problem }) => {
    await expect(findSpeechModel(await write(listing), 'model')).rejects.toThrow(problem)
  })
})
