import type { SpeechEngine, SpeechRequest, Voice } from '@mira/engine'
import { EngineInputError, speechMediaTypes } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import { createEspeak } from './espeak/espeak.ts'
import { fliteVoices } from './flite-voices.ts'
import type { SpeechResult, SpeechTask } from './protocol.ts'
import { planSpeech } from './speech-plan.ts'

/** Options for {@link createLocalSpeechEngine}. */
export interface LocalSpeechEngineOptions {
  /**
   * eSpeak NG command, used for languages other than English if it is installed.
   *
   * @defaultValue `espeak-ng`, resolved through `PATH`
   */
  readonly espeakCommand?: string | undefined
  /**
   * Limits of the child process. The deadline also applies to eSpeak NG.
   *
   * @defaultValue 60 s per sentence and 1 GiB of memory.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

const defaultDeadlineMs = 60_000

/**
 * Grace period for an aborted sentence to finish. Most do, which is faster than loading Flite into a new process and
 * shortens the wait when a user interrupts speech and requests the next.
 */
const abortGraceMs = 1_000

/** Sample rates supported by MPEG audio, from 16 to 48 kHz. */
const mp3SampleRates = [16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

/**
 * Creates an engine that synthesizes English with Flite, in a child process started on the first call: parametric and
 * diphone voices, not neural. With eSpeak NG installed, about a hundred other languages are available.
 *
 * Each sentence is synthesized once the previous one has been read, so the first audio arrives after about 0.1 s.
 * Sentences are scheduled fairly between callers.
 */
export function createLocalSpeechEngine({
  espeakCommand = 'espeak-ng',
  worker,
}: LocalSpeechEngineOptions = {}): SpeechEngine {
  const host = createWorkerHost<SpeechTask, SpeechResult>({
    name: 'speech synthesizer',
    url: workerUrl(import.meta.url, './worker.ts', './speech-worker.js'),
    deadlineMs: defaultDeadlineMs,
    maxMemoryBytes: 2 ** 30,
    abortGraceMs,
    limits: worker,
  })
  const espeak = createEspeak(espeakCommand, worker?.deadlineMs ?? defaultDeadlineMs)
  return {
    info: {
      name: 'flite',
      kind: 'statistical',
      description:
        'CMU Flite: English speech by parametric and diphone voices, clear but plainly synthetic, not neural, made at 16 kHz: a file at 24 kHz holds no sound above 8 kHz; other languages by eSpeak NG where the system has it',
      license: 'BSD-4-Clause',
    },
    voices: () => [...fliteVoices, ...espeak.voices()].map(toVoice),
    synthesize(request, { signal, caller } = {}) {
      const { format, sampleRate = 24_000, speed = 1 } = request
      checkSpeed(speed)
      checkSampleRate(sampleRate, format)
      const plan = planSpeech({ ...request, sampleRate, speed }, { host, espeak })
      return {
        mediaType: speechMediaTypes[format](sampleRate),
        sampleRate,
        [Symbol.asyncIterator]: () => plan({ signal, caller }),
      }
    },
    async close() {
      espeak.close()
      await host.close()
    },
  }
}

/** Strips synthesizer-specific fields from a voice. */
function toVoice({ id, name, gender, description, languages }: Voice): Voice {
  return { id, name, gender, description, languages }
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
