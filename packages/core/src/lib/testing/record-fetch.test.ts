import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { callThing, failureOf, openText, rejectionOf } from '../pipeline.test-support.ts'
import type { Fixture } from './fixture.ts'
import { recordFetch } from './record-fetch.ts'
import { replayFetch } from './replay-fetch.ts'

const key = `sk-mira-${'c0ffee12'.repeat(5)}`

/** Round-trips a fixture through JSON, as if read from disk. */
const reread = (fixture: Fixture): Fixture => JSON.parse(JSON.stringify(fixture))

describe('recordFetch and replayFetch', () => {
  it('give the same statuses, headers and bytes, in the same reads', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    await using server = await startTestServer({
      'GET /v1/text': { text: 'é漢🎵', chunkBytes: 2, headers: { 'x-request-id': 'r1' } },
      'GET /v1/bytes': { bytes, chunkBytes: 100 },
      'GET /v1/mark': { text: '\uFEFFmark' },
      'GET /v1/refused': { status: 404, json: { detail: 'no' } },
      'GET /v1/none': { status: 204 },
      'GET /v1/packed': { text: 'packed', encoding: 'gzip' },
    })
    const recorder = recordFetch(globalThis.fetch)
    const paths = ['text', 'bytes', 'mark', 'refused', 'none', 'packed', 'text?x=1']
    const play = async (fetch: typeof recorder.fetch, origin: string): Promise<unknown[]> => {
      const results: unknown[] = []
      for (const path of paths) {
        const response = await fetch(`${origin}/v1/${path}`, {})
        const reads: number[][] = []
        if (response.body) for await (const read of response.body) reads.push([...read])
        results.push([
          response.status,
          response.headers.get('x-request-id'),
          response.headers.get('content-type'),
          reads,
        ])
      }
      return results
    }
    const recorded = await play(recorder.fetch, server.url)
    const fixture = reread(recorder.fixture())
    expect(await play(replayFetch(fixture), 'http://elsewhere.test')).toEqual(recorded)
    expect(fixture.exchanges.map(({ target, end }) => [target, end])).toEqual(
      paths.map((path) => [`/v1/${path}`, 'complete']),
    )
    expect(fixture.exchanges[0]?.reply?.text).toBe('é漢🎵')
    expect(fixture.exchanges[1]?.reply?.text).toBeUndefined()
  })

  it('play whole calls of a client: results, streams, retries and broken connections', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': [
        { status: 503 },
        { json: { ok: true } },
        { json: { ok: true }, dropAt: 4 },
        { beforeHeaders: 'drop' },
      ],
      'POST /v1/stream': { sse: ['a', 'b', '[DONE]'] },
    })
    const run = async (fetch: typeof globalThis.fetch | ReturnType<typeof replayFetch>): Promise<unknown[]> => {
      const client = createClient({
        baseUrl: server.url,
        fetch: fetch as never,
        retry: { maxRetries: 1, baseDelayMs: 0 },
      })
      const thing = await callThing(client)
      const items: string[] = []
      for await (const item of openText(client)) items.push(item)
      const { code, attempts } = await failureOf(callThing(client))
      return [thing, items, code, attempts.map((attempt) => attempt.code)]
    }
    const recorder = recordFetch(globalThis.fetch)
    const live = await run(recorder.fetch as never)
    expect(await run(replayFetch(reread(recorder.fixture())))).toEqual(live)
    expect(live).toEqual([{ ok: true }, ['a', 'b'], 'connection_failed', ['connection_failed', 'connection_failed']])
  })

  it('keep no secret, not even one that reads have torn, and the lengths as they were', async () => {
    const secret = 'hunter2-hunter2'
    await using server = await startTestServer({
      'POST /v1/thing': {
        status: 401,
        json: { detail: `bad ${key} and ${secret}` },
        chunkBytes: 7,
        headers: { 'set-cookie': `session=${secret}`, 'x-echo': `${key} ${secret}` },
      },
    })
    const recorder = recordFetch(globalThis.fetch, { secrets: [secret] })
    const client = createClient({ baseUrl: server.url, fetch: recorder.fetch, apiKey: key })
    await failureOf(callThing(client, {}, { json: { password: secret }, query: { token: secret } }))
    const text = JSON.stringify(recorder.fixture())
    for (const canary of [key, key.slice(8), secret]) expect(text).not.toContain(canary)
    const { reply } = recorder.fixture().exchanges[0]!
    expect(reply?.text).toHaveLength(JSON.stringify({ detail: `bad ${key} and ${secret}` }).length)
    expect(JSON.parse(reply!.text!)).toEqual({ detail: expect.stringMatching(/^bad sk-mira-\*+ and \*+$/) })
  })

  it('say what the fixture lacks', async () => {
    const fetch = replayFetch({
      version: 1,
      exchanges: [
        {
          method: 'GET',
          target: '/v1/x',
          end: 'complete',
          reply: { status: 200, headers: {}, text: 'x', splitAt: [] },
        },
      ],
    })
    expect(await (await fetch('http://mira.test/v1/x', {})).text()).toBe('x')
    expect(await rejectionOf(fetch('http://mira.test/v1/x', {}))).toMatchObject({
      message: 'The fixture has no (further) response for GET /v1/x',
    })
    expect(await rejectionOf(fetch('http://mira.test/v1/x?y=1', {}))).toBeInstanceOf(TypeError)
  })

  it('play a reply that was left as one that falls silent until it is left again', async () => {
    await using server = await startTestServer({ 'GET /v1/x': { text: 'abcdef', splitAt: [3] } })
    const recorder = recordFetch(globalThis.fetch)
    const reader = (await recorder.fetch(`${server.url}/v1/x`, {})).body!.getReader()
    await reader.read()
    await reader.cancel()
    const controller = new AbortController()
    const response = await replayFetch(reread(recorder.fixture()))('http://mira.test/v1/x', {
      signal: controller.signal,
    })
    const replayed = response.body!.getReader()
    expect(new TextDecoder().decode((await replayed.read()).value)).toBe('abc')
    const silent = rejectionOf(replayed.read())
    controller.abort('aborted')
    expect(await silent).toBe('aborted')
  })
})
