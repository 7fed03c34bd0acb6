import { EngineUnavailableError } from '@mira/engine'
import { cosine } from '@mira/engine/internal'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { watchChildProcesses } from '../../../../engine/test/child-processes.ts'
import { createLocalModerationEngine } from '../moderation/local-moderation-engine.ts'
import { createLocalEmbeddingEngine } from './local-embedding-engine.ts'

const engine = createLocalEmbeddingEngine()
afterAll(() => engine.close())

describe('createLocalEmbeddingEngine', () => {
  it('puts texts of one meaning nearer than texts of another', async () => {
    const { vectors } = await engine.embed([
      'How do I reset my password?',
      'I forgot my login',
      'The cat sat on the mat',
      'A kitten lay on the rug',
    ])
    const [reset, forgot, cat, kitten] = vectors as [Float32Array, Float32Array, Float32Array, Float32Array]
    expect(cosine(reset, forgot)).toBeGreaterThan(cosine(reset, cat) + 0.2)
    expect(cosine(cat, kitten)).toBeGreaterThan(cosine(forgot, kitten) + 0.2)
  })

  it('gives 1536 numbers by default, and nearly keeps every cosine in 512 and 256', async () => {
    const texts = ['stocks fell', 'shares plunged', 'a bowl of soup']
    const native = (await engine.embed(texts, { dimensions: 512 })).vectors
    const wide = (await engine.embed(texts)).vectors
    const narrow = (await engine.embed(texts, { dimensions: 256 })).vectors
    expect([native[0]?.length, wide[0]?.length, narrow[0]?.length]).toEqual([512, 1536, 256])
    for (const [a, b] of [
      [0, 1],
      [0, 2],
      [1, 2],
      [2, 2],
    ] as const) {
      expect(Math.abs(cosine(wide[a]!, wide[b]!) - cosine(native[a]!, native[b]!))).toBeLessThan(0.12)
      expect(Math.abs(cosine(narrow[a]!, narrow[b]!) - cosine(native[a]!, native[b]!))).toBeLessThan(0.12)
    }
  })

  it.each([
    { query: 'Как приготовить борщ?', near: 'Борщ готовят из свёклы и капусты.', far: 'Поезда уходят каждый час.' },
    { query: 'расписание поездов', near: 'Поезда по расписанию ходят каждый час.', far: 'Борщ готовят из капусты.' },
    { query: 'Wo gibt es Bücher?', near: 'Die Bücherei hat tausend Bücher.', far: 'Der Zug fährt um acht.' },
    { query: 'λεωφορείο', near: 'Το λεωφορείο φεύγει στις οκτώ.', far: 'Η σούπα είναι ζεστή.' },
  ])('finds $query by its words in another language', async ({ query, near, far }) => {
    const [asked, right, wrong] = (await engine.embed([query, near, far])).vectors
    expect(cosine(asked!, right!)).toBeGreaterThan(cosine(asked!, wrong!) + 0.1)
  })

  it('reads beyond the 128 tokens of the model', async () => {
    const filler = 'The committee met again and talked about the budget of the coming year in great detail. '.repeat(12)
    const { vectors } = await engine.embed([
      `${filler}The dog barked at the moon.`,
      `${filler}Interest rates rose sharply.`,
    ])
    expect(cosine(vectors[0]!, vectors[1]!)).toBeLessThan(0.9999)
  })

  it('gives one vector however the batch is made', async () => {
    const alone = await engine.embed(['Hello world'])
    const batch = await engine.embed(['Hello world', 'Something much longer than the first of them'])
    expect(cosine(alone.vectors[0]!, batch.vectors[0]!)).toBeCloseTo(1, 5)
  })

  it.each([
    { texts: ['fine', ' '], options: {}, message: 'input 1 is empty' },
    { texts: ['fine'], options: { dimensions: 300 }, message: 'dimensions must be one of 256, 512, 1536' },
  ])('refuses $texts with $options', async ({ texts, options, message }) => {
    await expect(engine.embed(texts, options)).rejects.toThrow(message)
  })

  it('rejects with the reason of the signal, before and during the work', async () => {
    const reason = new Error('enough')
    await expect(engine.embed(['late'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const work = engine.embed(
      Array.from({ length: 200 }, (_, index) => `text number ${index}`),
      controller,
    )
    controller.abort(reason)
    await expect(work).rejects.toBe(reason)
    expect((await engine.embed(['still alive'])).vectors).toHaveLength(1)
  })

  it('keeps the worker while another engine uses it', async () => {
    const shared = createLocalEmbeddingEngine()
    await shared.close()
    await shared.close()
    expect((await engine.embed(['another share keeps the worker'])).vectors).toHaveLength(1)
  })

  it('serves another caller between the batches of a long call', async () => {
    // Its own process: once there were several callers, the shared one starts a spare process for the next long task.
    const busy = createLocalEmbeddingEngine({ worker: {} })
    onTestFinished(() => busy.close())
    const many = Array.from({ length: 130 }, (_, index) => `text number ${index}`)
    const long = busy.embed(many, { caller: 'ann' }).then(() => 'long')
    const short = busy.embed(['one text'], { caller: 'bob' }).then(() => 'short')
    expect(await Promise.race([long, short])).toBe('short')
    await long
  })

  it('ends a batch at its deadline', async () => {
    const hasty = createLocalEmbeddingEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const failure = await hasty.embed(['All work and no play. '.repeat(1_000)]).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('shares one process with the other engines, unless it has options of its own', async () => {
    const first = await engine.embed(['Hello'])
    using processes = watchChildProcesses()
    const moderation = createLocalModerationEngine()
    onTestFinished(() => moderation.close())
    await moderation.moderateTexts(['Hello'])
    expect(processes.startedCount).toBe(0)
    const own = createLocalEmbeddingEngine({ worker: { maxProcesses: 1 } })
    onTestFinished(() => own.close())
    expect(await own.embed(['Hello'])).toEqual(first)
    expect(processes.startedCount).toBe(1)
  })

  it('rejects calls under way when it is closed, and those after it', async () => {
    const closed = createLocalEmbeddingEngine()
    const pending = expect(closed.embed(['Hello'])).rejects.toMatchObject({ code: 'closed' })
    await closed.close()
    await pending
    await expect(closed.embed(['Hello'])).rejects.toMatchObject({ code: 'closed' })
    await expect(closed.embed([])).rejects.toMatchObject({ code: 'closed' })
  })
})
