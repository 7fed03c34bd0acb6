import { EngineUnavailableError } from '@mira/engine'
import { resample, speechSampleRate } from '@mira/engine/audio'
import { serveWorker } from '@mira/engine/worker'
import { encodeAudio } from '../speech/encode-audio.ts'
import { normalizeEnglish } from '../speech/normalize/normalize-english.ts'
import { toEspeakSentences } from '../speech/spoken-text.ts'
import { splitUtterances } from '../transcription/split-utterances.ts'
import { SherpaDetectors } from './sherpa-detectors.ts'
import { loadSherpa, type SherpaRecognizer, type SherpaSynthesizer } from './sherpa-onnx.ts'
import type { SentenceTask, SherpaResults, SherpaTask, SherpaWorkerData } from './sherpa-task.ts'
import { unusableModel } from './unusable-model.ts'

/** Feature settings of all recognizers; models that need others state them in their metadata. */
const featConfig = { sampleRate: speechSampleRate, featureDim: 80 }

// A process runs one model, which it loads once.
let recognizer: Promise<SherpaRecognizer> | undefined
let synthesizer: Promise<SherpaSynthesizer> | undefined
let detectors: Promise<SherpaDetectors> | undefined
/** Language that the recognizer is set to; empty for detection. */
let language = ''

serveWorker<SherpaTask, SherpaResults[SherpaTask['kind']]>(async (task, { workerData, signal }) => {
  const data = workerData as SherpaWorkerData
  switch (task.kind) {
    case 'load':
      if (data.loads.kind === 'speech') return { speakers: (await getSynthesizer(data)).numSpeakers }
      if (data.loads.kind === 'transcription') await getRecognizer(data)
      else (await getDetectors(data)).check()
      return { speakers: 0 }
    case 'segment':
      return splitUtterances(task.samples)
    case 'recognize':
      return recognize(task, data)
    case 'detect':
      return (await getDetectors(data)).detect(task)
    case 'release':
      return (await getDetectors(data)).release(task.detector)
    case 'split':
      return toEspeakSentences(task.text)
    case 'speak':
      return speak(task, await getSynthesizer(data), signal)
  }
})

function getRecognizer(data: SherpaWorkerData): Promise<SherpaRecognizer> {
  recognizer ??= load(data, async () => (await loadSherpa()).OfflineRecognizer.createAsync(recognizerConfig(data)))
  return recognizer
}

function getDetectors(data: SherpaWorkerData): Promise<SherpaDetectors> {
  detectors ??= load(data, async () => new SherpaDetectors(await loadSherpa(), data.loads.model.config))
  return detectors
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
  const recognizer = await getRecognizer(data)
  if (task.language !== language) {
    language = task.language
    recognizer.setConfig(recognizerConfig(data))
  }
  const stream = recognizer.createStream()
  const samples = Float32Array.from(task.samples, (sample) => sample / 32_768)
  stream.acceptWaveform({ samples, sampleRate: speechSampleRate })
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
