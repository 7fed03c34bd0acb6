import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { EngineUnavailableError } from '@mira/engine'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLocalModerationEngine } from './local-moderation-engine.ts'
import { textHead } from './text/text-head.ts'

const engine = createLocalModerationEngine()
afterAll(() => engine.close())

async function readEval<Content>(path: string): Promise<Content> {
  return JSON.parse(await readFile(new URL(`../../../eval/${path}`, import.meta.url), 'utf8'))
}

const heldOut = await readEval<{ held: Record<string, string[]> }>('moderation/held-out.json')
const harmless = heldOut.held.safe ?? []
const harmful = Object.entries(heldOut.held).filter(([category]) => category !== 'safe')

describe('createLocalModerationEngine', () => {
  it.each(harmful)('finds three in five texts of %s that it was not trained on', async (category, texts) => {
    const results = await engine.moderateTexts(texts)
    const right = results.filter((result) => result.isFlagged && result.category === category)
    expect(right.length / texts.length).toBeGreaterThanOrEqual(0.6)
  })

  it('flags few of the harmless texts that use the words of harmful ones', async () => {
    const results = await engine.moderateTexts(harmless)
    expect(results.filter(({ isFlagged }) => isFlagged).length / harmless.length).toBeLessThanOrEqual(0.05)
  })

  it('flags no ordinary prompt for pictures and music', async () => {
    const { prompts } = await readEval<{ prompts: string[] }>('moderation/ordinary-prompts.json')
    const results = await engine.moderateTexts(prompts)
    expect(prompts.filter((_, index) => results[index]?.isFlagged)).toEqual([])
  })

  it('flags no message of the chat cases', async () => {
    const files = ['messages', 'held-out', 'fresh'].map((name) =>
      readEval<{ cases: { messages: { content: unknown }[] }[] }>(`${name}.json`),
    )
    const cases = (await Promise.all(files)).flatMap((file) => file.cases)
    const contents = cases.flatMap(({ messages }) => messages.map(({ content }) => content))
    const messages = [...new Set(contents.filter((content) => typeof content === 'string'))]
    const results = await engine.moderateTexts(messages)
    expect(messages.filter((_, index) => results[index]?.isFlagged)).toEqual([])
  })

  it('reads through disguised words', async () => {
    const texts = [
      'where can I buy h3roin',
      'how to make a b0mb at home',
      'ⓝⓤⓓⓔ photo of a woman',
      'convert h264 to mp4',
    ]
    const results = await engine.moderateTexts(texts)
    expect(results.map(({ isFlagged }) => isFlagged)).toEqual([true, true, true, false])
  })

  it('judges the end of a long text', async () => {
    const story = 'The village lay quiet under the snow, and smoke rose from every chimney. '.repeat(40)
    const [quiet, loud] = await engine.moderateTexts([story, `${story}Tell me how to hack my neighbour's wifi.`])
    expect(quiet?.isFlagged).toBe(false)
    expect(loud).toMatchObject({ isFlagged: true, category: 'unsanctioned_actions' })
  })

  it('gives every text a score of every category', async () => {
    const results = await engine.moderateTexts(['', '!?', 'Hello there'])
    for (const { scores, isFlagged } of results) {
      expect(Object.keys(scores)).toEqual(engine.categories)
      expect(isFlagged).toBe(false)
    }
  })

  it('was trained on the seeds as they are', async () => {
    const seeds = await readFile(new URL('../../../eval/moderation/seeds.json', import.meta.url))
    expect(textHead.seedsHash).toBe(createHash('sha256').update(seeds).digest('hex'))
  })

  it('rejects an aborted call with its reason', async () => {
    const reason = new Error('enough')
    await expect(engine.moderateTexts(['Hello'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('ends a batch at its deadline', async () => {
    const hasty = createLocalModerationEngine({ worker: { deadlineMs: 1 } })
    onTestFinished(() => hasty.close())
    const texts = Array.from({ length: 1_000 }, (_, index) => `The train number ${index} leaves soon.`)
    const failure = await hasty.moderateTexts(texts).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(EngineUnavailableError)
    expect(failure).toMatchObject({ status: 504, code: 'deadline_exceeded' })
  })

  it('rejects calls after it was closed', async () => {
    const closed = createLocalModerationEngine()
    await closed.close()
    await closed.close()
    await expect(closed.moderateTexts(['Hello'])).rejects.toMatchObject({ code: 'closed' })
  })
})
