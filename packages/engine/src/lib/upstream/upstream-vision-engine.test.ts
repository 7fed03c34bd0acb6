import { describe, expect, it } from 'vitest'
import { serve } from '../../../test/openai-server.ts'
import { createUpstreamModerationEngine } from './upstream-moderation-engine.ts'
import { createUpstreamVisionEngine } from './upstream-vision-engine.ts'

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Starts a server that gives the same answer to every request, and records them. */
async function answering(answer: unknown) {
  const calls: { path: string | undefined; body: Record<string, unknown> }[] = []
  const server = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    calls.push({ path: request.url, body: JSON.parse(String(Buffer.concat(chunks))) })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  return { baseUrl: server.baseUrl, calls, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('createUpstreamVisionEngine', () => {
  it('asks a chat model about an image', async () => {
    await using server = await answering({ choices: [{ message: { content: ' A cat. ' } }] })
    const engine = createUpstreamVisionEngine({ baseUrl: server.baseUrl, model: 'seer' })
    expect(await engine.describe(png, 'What is it?')).toBe('A cat.')
    const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
    const content = [
      { type: 'text', text: 'What is it?' },
      { type: 'image_url', image_url: { url } },
    ]
    expect(server.calls).toEqual([
      { path: '/v1/chat/completions', body: { model: 'seer', messages: [{ role: 'user', content }] } },
    ])
    expect(await engine.readText(png)).toEqual({ text: 'A cat.', lines: [] })
  })

  const box = { x: 0.1, y: 0.2, width: 0.3, height: 0.4 }
  it.each([
    ['a list', { found: true, boxes: [{ ...box, label: 'dog', confidence: 0.7 }] }, { label: 'dog', confidence: 0.7 }],
    ['one box', { found: true, box, label: 'dog', confidence: 0.6 }, { label: 'dog', confidence: 0.6 }],
    ['one bare box', { box }, { label: 'the dog', confidence: 1 }],
  ])('locates by %s', async (_, answer, found) => {
    await using server = await answering(answer)
    const engine = createUpstreamVisionEngine({ baseUrl: server.baseUrl })
    expect(await engine.locate(png, 'the dog')).toEqual([{ box, ...found }])
    expect(server.calls[0]).toMatchObject({ path: '/v1/vision/locate', body: { target: 'the dog' } })
  })

  it('reports that nothing was found', async () => {
    await using server = await answering({ found: false, box: null, boxes: [] })
    expect(await createUpstreamVisionEngine({ baseUrl: server.baseUrl }).locate(png, 'a yak')).toEqual([])
  })

  it.each([
    ['a box outside the image', { box: { ...box, x: 300 } }],
    ['no object', [1]],
  ])('refuses an answer with %s', async (_, answer) => {
    await using server = await answering(answer)
    await expect(createUpstreamVisionEngine({ baseUrl: server.baseUrl }).locate(png, 'a yak')).rejects.toMatchObject({
      name: 'EngineUnavailableError',
    })
  })

  it('refuses a file that is no image, without a request', async () => {
    await using server = await answering({})
    const engine = createUpstreamVisionEngine({ baseUrl: server.baseUrl })
    await expect(engine.describe(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ code: 'unsupported_format' })
    expect(server.calls).toEqual([])
  })
})

describe('createUpstreamModerationEngine', () => {
  it('names the highest category of a flagged text', async () => {
    const categories = { violence: true, hate: true, sexual: false }
    const results = [
      { flagged: true, categories, category_scores: { violence: 0.7, hate: 0.9, sexual: 0.1 } },
      { flagged: false, categories: {}, category_scores: { violence: 0.01 } },
      { flagged: true },
    ]
    await using server = await answering({ results })
    const engine = createUpstreamModerationEngine({ baseUrl: server.baseUrl, model: 'guard' })
    expect(await engine.moderateTexts(['a', 'b', 'c'])).toEqual([
      { isFlagged: true, category: 'hate', scores: { violence: 0.7, hate: 0.9, sexual: 0.1 } },
      { isFlagged: false, category: undefined, scores: { violence: 0.01 } },
      { isFlagged: true, category: 'other', scores: {} },
    ])
    expect(server.calls).toEqual([{ path: '/v1/moderations', body: { model: 'guard', input: ['a', 'b', 'c'] } }])
    expect(await engine.moderateTexts([])).toEqual([])
  })

  it.each([
    ['too few results', { results: [{ flagged: false }] }],
    ['a result without a verdict', { results: [{ flagged: false }, { categories: {} }] }],
    ['no results', {}],
  ])('does not take %s for harmless', async (_, answer) => {
    await using server = await answering(answer)
    await expect(createUpstreamModerationEngine({ baseUrl: server.baseUrl }).moderateTexts(['a', 'b'])).rejects.toThrow(
      'moderation results for 2 texts',
    )
  })
})
