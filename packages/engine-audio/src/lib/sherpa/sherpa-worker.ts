import { EngineUnavailableError } from '@mira/engine'
import { resample, speechSampleRate, toFloats } from '@mira/engine/audio'
import { serveWorker } from '@mira/engine/worker'
import { encodeAudio } from '../speech/encode-audio.ts'
import { normalizeEnglish } from '../speech/normalize/normalize-english.ts'
import { toEspeakSentences } from '../speech/spoken-text.ts'
import { splitUtterances } from '../transcription/split-utterances.ts'
import { SherpaDetectors } from './sherpa-detectors.ts'
import { loadSherpa, type SherpaPunctuation, type SherpaRecognizer, type SherpaSynthesizer } from './sherpa-onnx.ts'
import { SherpaStreams } from './sherpa-streams.ts'
import type { SentenceTask, SherpaResults, SherpaTask, SherpaWorkerData } from './sherpa-task.ts'
import { unusableModel } from './unusable-model.ts'

/** Feature settings of all recognizers; models that need others state them in their metadata. */
const featConfig = { sampleRate: speechSampleRate, featureDim: 80 }

// A process runs one model, which it loads once.
let recognizer: Promise<SherpaRecognizer> | undefined
let streams: Promise<SherpaStreams> | undefined
let synthesizer: Promise<SherpaSynthesizer> | undefined
let detectors: Promise<SherpaDetectors> | undefined
let punctuation: Promise<SherpaPunctuation> | undefined
/** Language that the recognizer is set to; empty for detection. */
let language = ''

serveWorker<SherpaTask, SherpaResults[SherpaTask['kind']]>(async (task, { workerData, signal }) => {
  const data = workerData as SherpaWorkerData
  switch (task.kind) {
    case 'load':
      return loadModel(data)
    case 'segment':
      return splitUtterances(task.samples)
    case 'recognize':
      return recognize(task, data)
    case 'hear':
      return (await getStreams(data)).hear(task)
    case 'detect':
      return (await getDetectors(data)).detect(task)
    case 'punctuate':
      return (await getPunctuation(data)).addPunct(task.text)
    case 'release':
      return (await (data.loads.kind === 'transcription' ? getStreams(data) : getDetectors(data))).release(task.id)
    case 'split':
      return toEspeakSentences(task.text)
    case 'speak':
      return speak(task, await getSynthesizer(data), signal)
  }
})

async function loadModel(data: SherpaWorkerData): Promise<SherpaResults['load']> {
  switch (data.loads.kind) {
    case 'speech':
      return { speakers: (await getSynthesizer(data)).numSpeakers }
    case 'transcription':
      await (chunkSecondsOf(data) === undefined ? getRecognizer(data) : getStreams(data))
      break
    case 'turn-detection':
      ;(await getDetectors(data)).check()
      break
    case 'punctuation':
      ;(await getPunctuation(data)).addPunct('one')
  }
  return { speakers: 0 }
}

/** Length of the chunks of a streaming model; undefined for other models. */
function chunkSecondsOf({ loads }: SherpaWorkerData): number | undefined {
  return loads.kind === 'transcription' ? loads.model.chunkSeconds : undefined
}

function getStreams(data: SherpaWorkerData): Promise<SherpaStreams> {
  streams ??= load(data, async () => {
    const { OnlineRecognizer } = await loadSherpa()
    return new SherpaStreams(new OnlineRecognizer(recognizerConfig(data)), chunkSecondsOf(data) ?? 0)
  })
  return streams
}

function getRecognizer(data: SherpaWorkerData): Promise<SherpaRecognizer> {
  recognizer ??= load(data, async () => (await loadSherpa()).OfflineRecognizer.createAsync(recognizerConfig(data)))
  return recognizer
}

function getDetectors(data: SherpaWorkerData): Promise<SherpaDetectors> {
  detectors ??= load(data, async () => new SherpaDetectors(await loadSherpa(), data.loads.model.config))
  return detectors
}

function getPunctuation(data: SherpaWorkerData): Promise<SherpaPunctuation> {
  const { loads, threads } = data
  const config = { model: { ...loads.model.config, numThreads: threads, provider: 'cpu' } }
  const hasCase = 'hasCase' in loads.model && loads.model.hasCase
  punctuation ??= load(data, async () => {
    const { OfflinePunctuation, OnlinePunctuation } = await loadSherpa()
    return hasCase ? new OnlinePunctuation(config) : new OfflinePunctuation(config)
  })
  return punctuation
}

function getSynthesizer(data: SherpaWorkerData): Promise<SherpaSynthesizer> {
  const { loads, threads } = data
  const { config } = loads.model
  const settings = { ...config, model: { ...(config.model as object), numThreads: threads, provider: 'cpu' } }
  synthesizer ??= load(data, async () =>
    (await loadSherpa()).OfflineTts.createAsync({ ...settings, maxNumSentences: 1 }),
  )
  return synthesizer
}

/** Names the error of a library: its message says what is wrong with the files. */
async function load<Loaded>({ loads }: SherpaWorkerData, open: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await open()
  } catch (cause) {
    if (cause instanceof EngineUnavailableError) throw cause
    throw unusableModel(loads.model, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function recognizerConfig({ loads, threads }: SherpaWorkerData): object {
  const { config } = loads.model
  const field = 'languageField' in loads.model ? loads.model.languageField : undefined
  const withLanguage = field === undefined ? {} : { [field]: { ...(config[field] as object), language } }
  return { featConfig, modelConfig: { ...config, ...withLanguage, numThreads: threads, provider: 'cpu' } }
}

async function recognize(
  task: Extract<SherpaTask, { kind: 'recognize' }>,
  data: SherpaWorkerData,
): Promise<SherpaResults['recognize']> {
  if (chunkSecondsOf(data) !== undefined) return (await getStreams(data)).recognize(task.samples)
  const recognizer = await getRecognizer(data)
  if (task.language !== language) {
    language = task.language
    recognizer.setConfig(recognizerConfig(data))
  }
  const stream = recognizer.createStream()
  stream.acceptWaveform({ samples: toFloats(task.samples), sampleRate: speechSampleRate })
  const { text, lang, tokens, timestamps, durations, ys_log_probs } = await recognizer.decodeAsync(stream)
  return { text, lang, tokens, timestamps, durations, ys_log_probs }
}

async function speak(
  { text, isEnglish, speaker, speed, format, sampleRate, isFirst }: SentenceTask,
  synthesizer: SherpaSynthesizer,
  signal: AbortSignal,
): Promise<SherpaResults['speak']> {
  const audio = await synthesizer.generateAsync({
    text: isEnglish ? normalizeEnglish(text) : text,
    sid: speaker,
    speed,
    enableExternalBuffer: false,
    onProgress: () => !signal.aborted,
  })
  signal.throwIfAborted()
  const { samples } = resample(audio, sampleRate)
  return encodeAudio(samples, { format, sampleRate, isFirst })
}
