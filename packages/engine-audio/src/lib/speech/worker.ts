import { EngineUnavailableError } from '@mira/engine'
import { type Pcm, parseWav, resample } from '@mira/engine/audio'
import { serveWorker } from '@mira/engine/worker'
import { loadFlite } from './flite.ts'
import type { FliteSettings, SoundOutput, SpeechResult, SpeechTask } from './protocol.ts'
import { toEspeakSentences, toSpokenSentences } from './spoken-text.ts'
import { writeSound } from './write-sound.ts'

/** Loaded at the first English sentence (20 MB); other languages do not need it. */
let flite: ReturnType<typeof loadFlite> | undefined

serveWorker<SpeechTask, SpeechResult>((task) => {
  switch (task.kind) {
    case 'begin': {
      const [first = '', ...sentences] = toSpokenSentences(task.text)
      return speak(first, task, { isFirst: true, sentences })
    }
    case 'speak':
      return speak(task.text, task, { isFirst: false, sentences: [] })
    case 'split':
      return { text: '', audio: new Uint8Array(0), durationSeconds: 0, sentences: toEspeakSentences(task.text) }
    case 'encode':
      return write(task.text, readEspeakSound(task.wav), task.output, { isFirst: task.isFirst, sentences: [] })
  }
})

interface Place {
  readonly isFirst: boolean
  readonly sentences: readonly string[]
}

function speak(
  text: string,
  task: { readonly flite: FliteSettings; readonly output: SoundOutput },
  place: Place,
): Promise<SpeechResult> {
  flite ??= loadFlite()
  return write(text, flite(text, task.flite), task.output, place)
}

async function write(
  text: string,
  sound: Pcm,
  { format, sampleRate }: SoundOutput,
  { isFirst, sentences }: Place,
): Promise<SpeechResult> {
  const { samples } = resample(sound, sampleRate)
  return { text, ...(await writeSound(samples, { format, sampleRate, isFirst })), sentences }
}

function readEspeakSound(wav: Uint8Array): Pcm {
  try {
    return parseWav(wav)
  } catch (cause) {
    throw new EngineUnavailableError('eSpeak NG could not speak the text', { status: 500, cause })
  }
}
