import { EngineInputError } from '../engine.ts'
import { EngineThread, workerUrl } from '../thread/engine-thread.ts'
import { type FliteVoice, fliteVoices } from './flite-voices.ts'
import type { SpeechResult, SpeechTask } from './protocol.ts'
import type { SpeechEngine, SpeechPiece, SpeechRequest } from './speech-engine.ts'
import { createSpeechWriter, mediaTypes } from './speech-writer.ts'
import { toSpokenSentences } from './spoken-text.ts'

/** Rates of MPEG audio between 16 and 48 kHz. */
const mp3SampleRates = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

type SpeechThread = EngineThread<SpeechTask, SpeechResult>

interface SpeechPlan {
  readonly sentences: readonly string[]
  readonly task: Omit<SpeechTask, 'text'>
}

/**
 * Speech by Flite, in a worker thread loaded at the first call: English, parametric and diphone voices, not neural.
 *
 * Each sentence is made when the one before it has been read, so the first sound comes after about 0.1 s.
 */
export function createLocalSpeechEngine(): SpeechEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './speech-worker.js')
  const thread: SpeechThread = new EngineThread({ name: 'speech synthesiser', url })
  return {
    info: {
      name: 'flite',
      kind: 'statistical',
      description:
        'CMU Flite: English speech by parametric and diphone voices, clear but plainly synthetic, not neural',
      licence: 'BSD-4-Clause',
    },
    voices: () => fliteVoices.map(({ base: _base, pitchHz: _pitchHz, ...voice }) => voice),
    synthesize(request, { signal } = {}) {
      const plan = planSpeech(request)
      return {
        mediaType: mediaTypes[request.format](plan.task.sampleRate),
        sampleRate: plan.task.sampleRate,
        [Symbol.asyncIterator]: () => speak(thread, plan, request.format, signal),
      }
    },
    close: () => thread.close(),
  }
}

async function* speak(
  thread: SpeechThread,
  { sentences, task }: SpeechPlan,
  format: SpeechRequest['format'],
  signal: AbortSignal | undefined,
): AsyncGenerator<SpeechPiece, void, undefined> {
  const writer = await createSpeechWriter(format, task.sampleRate)
  for (const text of sentences) {
    const { samples } = await thread.run({ ...task, text }, { signal })
    yield { audio: writer.write(samples), text, durationSeconds: samples.length / task.sampleRate }
  }
  const audio = writer.finish()
  if (audio.length > 0) yield { audio, text: '', durationSeconds: 0 }
}

function planSpeech({ text, voice, format, language, speed = 1, sampleRate = 24_000 }: SpeechRequest): SpeechPlan {
  const { base, pitchHz } = findVoice(voice)
  if (!(speed >= 0.25 && speed <= 4)) throw new EngineInputError(`speed must be from 0.25 to 4, not ${speed}`, 'speed')
  checkSampleRate(sampleRate, format)
  const sentences = toSpokenSentences(text, language)
  return { sentences, task: { voice: base, durationStretch: 1 / speed, pitchHz, sampleRate } }
}

function findVoice(id: string): FliteVoice {
  const voice = fliteVoices.find((known) => known.id === id)
  if (voice) return voice
  throw new EngineInputError(
    `voice must be one of ${fliteVoices.map((known) => known.id).join(', ')}, not ${id}`,
    'voice',
  )
}

function checkSampleRate(sampleRate: number, format: SpeechRequest['format']): void {
  if (format === 'mp3' && !mp3SampleRates.includes(sampleRate))
    throw new EngineInputError(
      `sampleRate of mp3 must be one of ${mp3SampleRates.join(', ')}, not ${sampleRate}`,
      'sampleRate',
    )
  if (!Number.isInteger(sampleRate) || sampleRate < 8_000 || sampleRate > 48_000)
    throw new EngineInputError(`sampleRate must be from 8000 to 48000, not ${sampleRate}`, 'sampleRate')
}
