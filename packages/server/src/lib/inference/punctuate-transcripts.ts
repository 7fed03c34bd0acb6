import type { EngineCallOptions, PunctuationEngine, Transcript, TranscriptionEngine } from '@mira/engine'
import { baseLanguage } from '@mira/engine/internal'
import { type EngineRegistry, type EngineSlot, wrapSlot } from './engines.ts'

/** Marks between words; those within numbers and names, such as `3.5` or `don't`, do not count. */
const mark = /[.,!?;:…。，、？！](?=\s|$)|[。，、？！]/u
const letter = /[\p{L}\p{N}\p{M}]/u

/**
 * Lets the punctuation engine of a server, if it has one, complete the transcripts of the transcription engine.
 *
 * @param findEngine - Returns the slot whose engine is called; called with the first transcript.
 */
export function punctuateTranscripts(
  registry: EngineRegistry,
  findEngine: () => EngineSlot<PunctuationEngine> = () => registry.punctuation,
): EngineRegistry {
  if (registry.punctuation.state === 'absent') return registry
  return { ...registry, transcription: wrapSlot(registry.transcription, (engine) => wrap(engine, findEngine)) }
}

function wrap(engine: TranscriptionEngine, findEngine: () => EngineSlot<PunctuationEngine>): TranscriptionEngine {
  return {
    info: engine.info,
    languages: engine.languages,
    hasWords: engine.hasWords,
    ...(engine.warmUp === undefined ? {} : { warmUp: () => engine.warmUp!() }),
    async transcribe(samples, options) {
      return punctuate(await engine.transcribe(samples, options), findEngine(), options)
    },
    async openStream(options) {
      const stream = await engine.openStream(options)
      return {
        push: (samples) => stream.push(samples),
        finish: async () => punctuate(await stream.finish(), findEngine(), options),
        close: () => stream.close(),
      }
    },
    close: () => engine.close(),
  }
}

/** Adds punctuation to a transcript without any. The transcript is returned unchanged if the engine fails. */
async function punctuate(
  transcript: Transcript,
  slot: EngineSlot<PunctuationEngine>,
  { signal, caller }: EngineCallOptions = {},
): Promise<Transcript> {
  const { text, language, segments } = transcript
  if (!letter.test(text) || mark.test(text)) return transcript
  try {
    const engine = await slot.get()
    if (!supports(engine, language)) return transcript
    const parts = splitLike(segments, await engine.punctuate(text, { signal, caller }))
    if (parts === undefined) return transcript
    return {
      ...transcript,
      text: parts.join(' '),
      segments: segments.map((segment, index) => ({ ...segment, text: parts[index]! })),
    }
  } catch {
    // The words are right without marks, too; the failure is in the metrics and the state of the engine.
    signal?.throwIfAborted()
    return transcript
  }
}

function supports({ languages }: PunctuationEngine, language: string): boolean {
  return languages.some((tag) => tag === 'und' || baseLanguage(tag) === baseLanguage(language))
}

/**
 * Splits a text where the segments end. A mark belongs to the word before it.
 *
 * @returns Undefined if the text has other letters than the segments together.
 */
function splitLike(segments: Transcript['segments'], text: string): readonly string[] | undefined {
  const wanted = segments.map((segment) => lettersOf(segment.text))
  const places = [...text].map((character) => letter.test(character))
  if (fold(wanted.flat()) !== fold(lettersOf(text))) return undefined
  const characters = [...text]
  const parts: string[] = []
  let start = 0
  for (const { length } of wanted) {
    let end = start
    for (let rest = length; rest > 0 && end < characters.length; end++) if (places[end]) rest -= 1
    while (end < characters.length && !places[end] && !/\s/.test(characters[end]!)) end += 1
    parts.push(characters.slice(start, end).join('').trim())
    start = end
  }
  return parts
}

function lettersOf(text: string): string[] {
  return [...text].filter((character) => letter.test(character))
}

function fold(letters: readonly string[]): string {
  return letters.map((character) => character.toLowerCase()).join('\n')
}
