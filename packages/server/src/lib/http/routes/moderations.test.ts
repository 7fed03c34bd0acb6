import { describe, expect, it } from 'vitest'
import { createWordModerationEngine } from '../../test-support/image-engines.test-support.ts'
import { createPng } from '../../test-support/png.test-support.ts'
import { startMediaServer } from '../../test-support/start-media-server.test-support.ts'

const path = '/v1/moderations'
const toUrl = (...parts: (Uint8Array | string)[]) =>
  `data:image/png;base64,${Buffer.concat(parts.map((part) => Buffer.from(part))).toString('base64')}`
const png = createPng({ width: 2, height: 2, gray: 9 })
const harmless = { type: 'image_url', image_url: { url: toUrl(png) } }
const harmful = { type: 'image_url', image_url: { url: toUrl(png, 'forbidden') } }
const text = (value: string) => ({ type: 'text', text: value })

/** Engine whose categories have counterparts at OpenAI, or none. */
const engine = (scores: Record<string, number>, category?: string) => ({
  ...createWordModerationEngine(),
  categories: ['drugs', 'suicide', 'extremism', 'child_abuse', 'unsanctioned_actions', 'sexual', 'violence'],
  moderateTexts: async (texts: readonly string[]) =>
    texts.map(() => ({ isFlagged: category !== undefined, category, scores })),
})

describe('inputs', () => {
  it.each<[name: string, input: unknown, flagged: boolean[]]>([
    ['a text', 'hello', [false]],
    ['an empty text', '', [false]],
    ['texts, each on its own', ['hello', 'forbidden', 'bye'], [false, true, false]],
    ['parts together', [text('hello'), harmless], [false]],
    ['parts with a harmful text', [text('hello'), text('forbidden'), harmless], [true]],
    ['parts with a harmful image', [text('hello'), harmless, harmful], [true]],
    ['an image alone', [harmful], [true]],
  ])('judges %s', async (_name, input, flagged) => {
    await using server = await startMediaServer()
    const answer = await server.call('POST', path, { input })
    const { id, results } = await answer.json()
    expect([answer.status, id]).toEqual([200, expect.stringMatching(/^modr-/)])
    expect(results.map((result: { flagged: boolean }) => result.flagged)).toEqual(flagged)
  })

  it.each<[name: string, body: object, status: number, detail: string]>([
    ['no input', {}, 422, 'input: '],
    ['no texts', { input: [] }, 422, 'input: '],
    ['tokens', { input: [1, 2] }, 422, 'input[0]: '],
    ['an unknown part', { input: [{ type: 'input_audio' }] }, 422, 'input[0].type: '],
    ['too many images', { input: Array.from({ length: 11 }, () => harmless) }, 422, 'at most 10 images'],
    ['an unknown model', { model: 'gpt-4o', input: 'x' }, 400, 'available models: mira-moderation'],
    [
      'a damaged image',
      { input: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] },
      400,
      'image_url: ',
    ],
  ])('rejects %s', async (_name, body, status, detail) => {
    await using server = await startMediaServer()
    const answer = await server.call('POST', path, body)
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  })
})

describe('categories', () => {
  it.each([
    ['suicide', 'self-harm'],
    ['child_abuse', 'sexual/minors'],
    ['drugs', 'illicit'],
    ['unsanctioned_actions', 'illicit'],
    ['sexual', 'sexual'],
    ['violence', 'violence'],
    ['extremism', 'extremism'],
  ])('reports %s as %s', async (own, name) => {
    await using server = await startMediaServer({ engines: { moderation: engine({ [own]: 0.75 }, own) } })
    const [result] = (await (await server.call('POST', path, { input: 'x' })).json()).results
    const truthy = (fields: object) => Object.entries(fields).flatMap(([key, value]) => (value ? [key] : []))
    expect(truthy(result.categories).sort()).toEqual([...new Set([own, name])].sort())
    expect([result.flagged, result.category_scores[name]]).toEqual([true, 0.75])
  })

  it('marks those that no engine judges as judged on nothing', async () => {
    await using server = await startMediaServer()
    const input = [text('forbidden'), harmless]
    const [result] = (await (await server.call('POST', path, { input })).json()).results
    expect([result.categories.hate, result.category_scores.hate]).toEqual([false, 0])
    expect(result.category_applied_input_types).toMatchObject({ hate: [], extremism: ['text', 'image'] })
  })
})

describe('service', () => {
  it.each([undefined, null, 'mira-moderation', 'omni-moderation-latest', 'text-moderation-latest'])(
    'is the same for the model %s, and names it',
    async (model) => {
      await using server = await startMediaServer()
      const answer = await server.call('POST', path, { model, input: 'x' })
      expect((await answer.json()).model).toBe('mira-moderation')
      const card = await (await fetch(`${server.url}/v1/models/${model ?? 'mira-moderation'}`)).json()
      expect(card.id).toBe('mira-moderation')
    },
  )

  it.each([
    [{ moderation: null }, 'hello', 501, 'no moderation engine'],
    [{ imageModeration: null }, [harmless], 501, 'no image moderation engine'],
    [{ moderation: null }, [harmless], 200, undefined],
    [{ imageModeration: null }, 'hello', 200, undefined],
  ])('without %j', async (engines, input, status, detail) => {
    await using server = await startMediaServer({ engines })
    const answer = await server.call('POST', path, { input })
    const body = await answer.json()
    expect([answer.status, body.detail]).toEqual([status, detail && expect.stringContaining(detail)])
  })

  it('is free, also without a balance, but counted', async () => {
    await using server = await startMediaServer({
      plan: 'pro',
      balanceKopecks: 0,
      limits: { freeCallsPerMinute: 2 },
      now: () => 1_000_000,
    })
    const statuses: number[] = []
    for (let call = 0; call < 3; call++) statuses.push((await server.call('POST', path, { input: 'x' })).status)
    expect([statuses, await server.ledger()]).toEqual([[200, 200, 429], []])
  })
})
