import { type SpeechEngine, speechMediaTypes, type Voice } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import { checkSpeech } from './check-speech.ts'
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
      const settled = checkSpeech(request)
      const { format, sampleRate } = settled
      const plan = planSpeech(settled, { host, espeak })
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
