import { EngineUnavailableError } from '@mira/engine'
import { type Pcm, parseWav, resample } from '@mira/engine/audio'
import { serveWorker } from '@mira/engine/worker'
import { encodeAudio } from './encode-audio.ts'
import { loadFlite } from './flite.ts'
import type { AudioOutput, FliteSettings, SpeechResult, SpeechTask } from './protocol.ts'
import { toEspeakSentences, toReading, toSpokenSentences } from './spoken-text.ts'

/** Loaded at the first English sentence (20 MB); other languages do not need it. */
let flite: ReturnType<typeof loadFlite> | undefined

const empty: SpeechResult = { text: '', audio: new Uint8Array(0), durationSeconds: 0, sentences: [] }

serveWorker<SpeechTask, SpeechResult>((task) => {
  switch (task.kind) {
    case 'begin': {
      const [first, ...sentences] = toSpokenSentences(task.text)
      return first === undefined ? empty : speak(first, task, { isFirst: task.isFirst, sentences })
    }
    case 'speak':
      return speak(task.text, task, { isFirst: false, sentences: [] })
    case 'split':
      return { ...empty, sentences: toEspeakSentences(task.text) }
    case 'encode':
      return encode(readEspeakAudio(task.wav), task.output, { text: task.text, isFirst: task.isFirst, sentences: [] })
  }
})

interface Position {
  readonly isFirst: boolean
  readonly sentences: readonly string[]
}

function speak(
  text: string,
  task: { readonly flite: FliteSettings; readonly output: AudioOutput },
  position: Position,
): Promise<SpeechResult> {
  flite ??= loadFlite()
  return encode(flite(toReading(text), task.flite), task.output, { text, ...position })
}

async function encode(
  audio: Pcm,
  { format, sampleRate }: AudioOutput,
  { text, isFirst, sentences }: Position & { readonly text: string },
): Promise<SpeechResult> {
  const { samples } = resample(audio, sampleRate)
  return { text, ...(await encodeAudio(samples, { format, sampleRate, isFirst })), sentences }
}

function readEspeakAudio(wav: Uint8Array): Pcm {
  try {
    return parseWav(wav)
  } catch (cause) {
    throw new EngineUnavailableError('eSpeak NG could not speak the text', { status: 500, cause })
  }
}
