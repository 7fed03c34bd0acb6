import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PunctuationEngine } from '@mira/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  writeTinyCasedPunctuation,
  writeTinyPunctuation,
  writeTinyRecognizer,
} from '../../../test/tiny-speech-models.ts'
import { openSherpaPunctuationEngine } from './sherpa-punctuation-engine.ts'

let folder = ''
let transformer: PunctuationEngine
let cased: PunctuationEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-punctuation-'))
  transformer = await openSherpaPunctuationEngine({ files: await writeTinyPunctuation(join(folder, 'punct-zh-en')) })
  cased = await openSherpaPunctuationEngine({
    files: await writeTinyCasedPunctuation(join(folder, 'cased')),
    model: 'punct-en',
  })
})
afterAll(async () => {
  await Promise.all([transformer.close(), cased.close()])
  await rm(folder, { recursive: true })
})

describe('openSherpaPunctuationEngine', () => {
  it('describes the model, with the languages of its name', () => {
    expect(transformer.info).toMatchObject({ name: 'sherpa-onnx', kind: 'neural' })
    expect(transformer.info.description).toContain('punct-zh-en (CT-Transformer)')
    expect([transformer.languages, cased.languages]).toEqual([['en', 'zh'], ['en']])
  })

  it.each([
    ['how are you i am fine', 'How are you? I am fine.'],
    ['HOW ARE YOU HOWEVER I KNOW', 'How are you? However, I know.'],
    ['你好吗 how are you', '你好。吗？How are you?'],
    ['für dich ist es gut', 'für dich ist es gut'],
    [' ', ' '],
  ])('punctuates %j by a CT-Transformer', async (text, expected) => {
    expect(await transformer.punctuate(text)).toBe(expected)
  })

  it.each([
    ['how are you i am in omsk', 'how are you? i am in Omsk'],
    ['however i know', 'However, I know'],
  ])('punctuates %j by a model that writes capitals', async (text, expected) => {
    expect(await cased.punctuate(text)).toBe(expected)
  })

  it('can be aborted', async () => {
    await expect(cased.punctuate('one', { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left')
  })

  it.each([
    { story: 'no graph', make: async () => [join(folder, 'tokens.txt')], problem: 'there is no .onnx file' },
    {
      story: 'a recognizer',
      make: () => writeTinyRecognizer(join(folder, 'recognizer')),
      problem: 'The model is of the type EncDecCTCModelBPE; punctuation runs CT-Transformer',
    },
    {
      story: 'no vocabulary',
      make: async () => (await writeTinyCasedPunctuation(join(folder, 'part'))).slice(0, 1),
      problem: 'lack its bpe.vocab',
    },
    {
      story: 'several graphs',
      make: async () => [
        ...(await writeTinyPunctuation(join(folder, 'one'))),
        ...(await writeTinyPunctuation(join(folder, 'two'))),
      ],
      problem: 'punctuation needs one model',
    },
    {
      story: 'a truncated graph',
      make: async () => {
        const [graph] = await writeTinyPunctuation(join(folder, 'cut'))
        await writeFile(graph!, Buffer.from([58, 100, 1]))
        return [graph!]
      },
      problem: 'truncated',
    },
  ])('refuses $story in a sentence', async ({ make, problem }) => {
    await expect(openSherpaPunctuationEngine({ files: await make() })).rejects.toThrow(problem)
  })
})
