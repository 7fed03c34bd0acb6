import type { SpeechEngine, SpeechPiece, SpeechRequest, Voice } from '@mira/engine'
import { EngineInputError, speechMediaTypes } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import { createEspeak } from './espeak/espeak.ts'
import { fliteVoices } from './flite-voices.ts'
import { planSpeech, type SpeechPlan, type Synthesisers } from './speech-plan.ts'
import { createSpeechWriter } from './speech-writer.ts'

/** Options for {@link createLocalSpeechEngine}. */
export interface LocalSpeechEngineOptions {
  /**
   * Program of eSpeak NG, which speaks other languages than English where it is installed (default `espeak-ng`, as
   * found by `PATH`).
   */
  readonly espeakCommand?: string | undefined
}

/** Rates of MPEG audio between 16 and 48 kHz. */
const mp3SampleRates = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

/**
 * Speech by Flite, in a worker thread loaded at the first call: English, parametric and diphone voices, not neural.
 * Where the system has eSpeak NG, that speaks some hundred other languages.
 *
 * Each sentence is made when the one before it has been read, so the first sound comes after about 0.1 s.
 */
export function createLocalSpeechEngine({ espeakCommand = 'espeak-ng' }: LocalSpeechEngineOptions = {}): SpeechEngine {
  const url = workerUrl(import.meta.url, './worker.ts', './speech-worker.js')
  const flite: Synthesisers['flite'] = new EngineThread({ name: 'speech synthesiser', url })
  const espeak = createEspeak(espeakCommand)
  return {
    info: {
      name: 'flite',
      kind: 'statistical',
      description:
        'CMU Flite: English speech by parametric and diphone voices, clear but plainly synthetic, not neural; other languages by eSpeak NG where the system has it',
      licence: 'BSD-4-Clause',
    },
    voices: () => [...fliteVoices, ...espeak.voices()].map(toVoice),
    synthesize(request, { signal } = {}) {
      const { format, sampleRate = 24_000, speed = 1 } = request
      checkSpeed(speed)
      checkSampleRate(sampleRate, format)
      const plan = planSpeech({ ...request, sampleRate, speed }, { flite, espeak })
      return {
        mediaType: speechMediaTypes[format](sampleRate),
        sampleRate,
        [Symbol.asyncIterator]: () => speak(plan, { format, sampleRate, signal }),
      }
    },
    async close() {
      espeak.close()
      await flite.close()
    },
  }
}

/** Without what only the synthesisers know of it. */
function toVoice({ id, name, gender, description, languages }: Voice): Voice {
  return { id, name, gender, description, languages }
}

interface SpeakOptions {
  readonly format: SpeechRequest['format']
  readonly sampleRate: number
  readonly signal: AbortSignal | undefined
}

async function* speak(
  { sentences, makeSound }: SpeechPlan,
  { format, sampleRate, signal }: SpeakOptions,
): AsyncGenerator<SpeechPiece, void, undefined> {
  const writer = await createSpeechWriter(format, sampleRate)
  for (const text of sentences) {
    const samples = await makeSound(text, { signal })
    yield { audio: writer.write(samples), text, durationSeconds: samples.length / sampleRate }
  }
  const audio = writer.finish()
  if (audio.length > 0) yield { audio, text: '', durationSeconds: 0 }
}

function checkSpeed(speed: number): void {
  if (!(speed >= 0.25 && speed <= 4)) throw new EngineInputError(`speed must be from 0.25 to 4, not ${speed}`, 'speed')
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
