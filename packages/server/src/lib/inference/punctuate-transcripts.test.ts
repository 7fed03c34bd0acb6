import type { PunctuationEngine, Transcript, TranscriptionEngine } from '@mira/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEngineRegistry } from './engines.ts'
import { punctuateTranscripts } from './punctuate-transcripts.ts'

const info = { name: 'test', kind: 'rules', description: 'Answers what a test needs' } as const
const transcriptOf = (texts: readonly string[], language = 'en'): Transcript => ({
  text: texts.join(' '),
  language,
  durationSeconds: texts.length,
  segments: texts.map((text, index) => ({ start: index, end: index + 1, text })),
  words: [],
})

/** Transcribes by a recognizer that hears `texts`, with an engine that writes punctuation by `punctuate`. */
async function transcribe(
  transcript: Transcript,
  punctuate: PunctuationEngine['punctuate'],
  { languages = ['en'], signal }: { languages?: readonly string[]; signal?: AbortSignal } = {},
): Promise<Transcript> {
  const close = async () => {}
  const transcription: TranscriptionEngine = {
    info,
    languages: ['en'],
    transcribe: async () => transcript,
    openStream: async () => ({ push: async () => '', finish: async () => transcript, close }),
    close,
  }
  const registry = createEngineRegistry({ transcription, punctuation: { info, languages, punctuate, close } })
  const engine = await punctuateTranscripts(registry).transcription.get()
  const answer = await engine.transcribe(new Int16Array(1), { signal })
  const stream = await engine.openStream({ signal })
  expect(await stream.finish()).toEqual(answer)
  return answer
}

const textsOf = ({ segments }: Transcript) => segments.map(({ text }) => text)

describe('punctuateTranscripts', () => {
  it.each([
    { story: 'of one segment', texts: ['how are you'], written: 'How are you?', expected: ['How are you?'] },
    {
      story: 'of several segments, in the middle of a sentence',
      texts: ['well i', 'think so'],
      written: 'Well, I think so.',
      expected: ['Well, I', 'think so.'],
    },
    {
      story: 'without spaces',
      texts: ['你好吗', '我很好'],
      written: '你好吗？我很好。',
      expected: ['你好吗？', '我很好。'],
    },
    {
      story: 'with a dash',
      texts: ['one two', 'three'],
      written: 'One two – three.',
      expected: ['One two', '– three.'],
    },
  ])('completes a transcript $story', async ({ texts, written, expected }) => {
    const answer = await transcribe(transcriptOf(texts), async () => written)
    expect([answer.text, textsOf(answer)]).toEqual([expected.join(' '), expected])
  })

  it.each([
    { story: 'with a comma', transcript: transcriptOf(['Well, yes']) },
    { story: 'with a period', transcript: transcriptOf(['It is 3.5 now.']) },
    { story: 'without words', transcript: transcriptOf([]) },
    { story: 'in another language', transcript: transcriptOf(['guten tag'], 'de') },
    { story: 'whose words would change', transcript: transcriptOf(['yes']), written: 'Yes, sir.' },
  ])('leaves a transcript $story as it is', async ({ transcript, written }) => {
    expect(await transcribe(transcript, async (text) => written ?? `${text}!`)).toEqual(transcript)
  })

  it('completes transcripts of any language if the model states none', async () => {
    const answer = await transcribe(transcriptOf(['guten tag'], 'de'), async (text) => `${text}!`, {
      languages: ['und'],
    })
    expect(answer.text).toBe('guten tag!')
  })

  it('keeps the transcript if the engine fails', async () => {
    const transcript = transcriptOf(['yes'])
    expect(await transcribe(transcript, () => Promise.reject(new Error('ended')))).toEqual(transcript)
  })

  it('ends with the call', async () => {
    const signal = AbortSignal.abort(new Error('left'))
    const punctuate: PunctuationEngine['punctuate'] = async (_, options) => Promise.reject(options?.signal?.reason)
    await expect(transcribe(transcriptOf(['yes']), punctuate, { signal })).rejects.toThrow('left')
  })

  it('changes nothing without an engine', () => {
    const registry = createEngineRegistry({ punctuation: null })
    expect(punctuateTranscripts(registry)).toBe(registry)
  })

  it('keeps every word in its segment, whatever the marks', async () => {
    const word = fc.string({ unit: fc.constantFrom(...'aé你5ж'), minLength: 1, maxLength: 4 })
    const texts = fc.array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })
    const marks = fc.array(fc.constantFrom('', ',', '.', '?', '。', '！', '…', ' –'), { minLength: 16, maxLength: 16 })
    await fc.assert(
      fc.asyncProperty(texts, marks, async (segments, after) => {
        const spoken = segments.map((words) => words.join(' '))
        const answer = await transcribe(transcriptOf(spoken), async (text) =>
          text
            .split(' ')
            .map((one, index) => one + after[index])
            .join(' '),
        )
        const wordsOf = (text: string) =>
          text
            .replace(/[^\p{L}\p{N}\s]/gu, '')
            .split(/\s+/)
            .filter(Boolean)
        expect(textsOf(answer).map(wordsOf)).toEqual(segments)
      }),
    )
  })
})
