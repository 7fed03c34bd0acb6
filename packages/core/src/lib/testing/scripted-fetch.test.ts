import { describe, expect, it } from 'vitest'
import { rejectionOf } from '../pipeline.test-support.ts'
import { type EventItem, eventStreamBytes } from './event-stream-bytes.ts'
import { createScriptedFetch } from './scripted-fetch.ts'
import { createVirtualClock } from './virtual-clock.ts'

const url = 'http://mira.test/v1/x'

/** Returns the reads of a body as text. */
async function readsOf(response: Response): Promise<string[]> {
  const reads: string[] = []
  for await (const bytes of response.body!) reads.push(new TextDecoder().decode(bytes))
  return reads
}

describe('createScriptedFetch', () => {
  it('answers in turn, repeats the last, and 404 to what it does not know', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/x': [{ status: 503 }, { json: { a: 1 }, headers: { 'x-a': 'b' } }] })
    expect((await fetch(url, {})).status).toBe(503)
    for (let count = 0; count < 2; count += 1) {
      const response = await fetch(`${url}?q=1`, {})
      expect([response.headers.get('content-type'), response.headers.get('x-a'), await response.json()]).toEqual([
        'application/json',
        'b',
        { a: 1 },
      ])
    }
    expect((await fetch(url, { method: 'POST' })).status).toBe(404)
    expect(fetch.requests.map(({ method, path, attempt }) => [method, path, attempt])).toEqual([
      ['GET', '/v1/x', 1],
      ['GET', '/v1/x', 2],
      ['GET', '/v1/x', 3],
      ['POST', '/v1/x', 1],
    ])
  })

  it.each([
    { about: 'a text', body: '{"a":"é"}' },
    { about: 'bytes', body: new TextEncoder().encode('{"a":"é"}') },
    { about: 'a Blob', body: new Blob(['{"a":"é"}']) },
    { about: 'a stream', body: new Blob(['{"a":"é"}']).stream() },
  ])('records a request whose body is $about', async ({ body }) => {
    const clock = createVirtualClock(7)
    const fetch = createScriptedFetch({ 'POST /v1/x': (request) => ({ json: request.json() }) }, { clock })
    const init = { method: 'POST', body, headers: { 'X-A': 'b' }, duplex: 'half' } as RequestInit
    expect(await (await fetch(`${url}?q=1&q=2`, init)).json()).toEqual({ a: 'é' })
    const [request] = fetch.requests
    expect(request).toMatchObject({ method: 'POST', atMs: 7, attempt: 1, isAborted: false, headers: { 'x-a': 'b' } })
    expect(request?.query.getAll('q')).toEqual(['1', '2'])
  })

  it('cuts a body into the reads asked for', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/x': { sse: ['é', '[DONE]'], splitAt: [7, 3, 7, 99] } })
    const bytes = eventStreamBytes(['é', '[DONE]'])
    const reads: Uint8Array[] = []
    for await (const read of (await fetch(url, {})).body!) reads.push(read)
    expect(reads.map(({ length }) => length)).toEqual([3, 4, bytes.length - 7])
    expect(Buffer.concat(reads)).toEqual(Buffer.from(bytes))
  })

  it('takes its time on the clock', async () => {
    const clock = createVirtualClock(0)
    const fetch = createScriptedFetch(
      { 'GET /v1/x': { text: 'abcd', splitAt: [2], delayMs: 100, chunkIntervalMs: 10 } },
      { clock },
    )
    const response = fetch(url, {})
    await clock.advance(99)
    expect(clock.pending).toHaveLength(1)
    expect(await clock.run(response.then(readsOf))).toEqual(['ab', 'cd'])
    expect(clock.now()).toBe(130)
  })

  it('cuts, drops and stalls', async () => {
    const fetch = createScriptedFetch({
      'GET /v1/x': [
        { text: 'abcd', cutAt: 2 },
        { text: 'abcd', dropAt: 2 },
        { text: 'abcd', stallAt: 2 },
        { beforeHeaders: 'drop' },
        { beforeHeaders: 'stall' },
      ],
    })
    expect(await readsOf(await fetch(url, {}))).toEqual(['ab'])
    expect(await rejectionOf(readsOf(await fetch(url, {})))).toMatchObject({ name: 'TypeError', message: 'terminated' })
    const controller = new AbortController()
    const reader = (await fetch(url, { signal: controller.signal })).body!.getReader()
    await reader.read()
    const stalled = rejectionOf(reader.read())
    controller.abort('mine')
    expect(await stalled).toBe('mine')
    expect(await rejectionOf(fetch(url, {}))).toMatchObject({ name: 'TypeError' })
    const signal = AbortSignal.timeout(5)
    expect(await rejectionOf(fetch(url, { signal }))).toBe(signal.reason)
    expect(fetch.requests.map(({ isAborted }) => isAborted)).toEqual([false, false, true, false, true])
  })

  it('knows when its reply is cancelled', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/x': { text: 'abcd', splitAt: [2] } })
    const reader = (await fetch(url, {})).body!.getReader()
    await reader.read()
    await reader.cancel()
    expect(fetch.requests[0]?.isAborted).toBe(true)
  })

  it('gives statuses without a body none', async () => {
    const fetch = createScriptedFetch({ 'GET /v1/x': { status: 204 } })
    expect(await fetch(url, {})).toMatchObject({ status: 204, body: null })
  })
})

describe('eventStreamBytes', () => {
  it.each<{ events: EventItem[]; text: string; lineEnding?: '\r\n' }>([
    { events: ['a'], text: 'data: a\n\n' },
    { events: [{ data: { a: 1 } }], text: 'data: {"a":1}\n\n' },
    {
      events: [{ event: 'e', id: '1', retry: 5, data: 'x\ny', comment: 'c' }],
      text: ': c\nevent: e\nid: 1\nretry: 5\ndata: x\ndata: y\n\n',
    },
    { events: [{ comment: 'only' }], text: ': only\n\n' },
    { events: ['a', ''], text: 'data: a\r\n\r\ndata: \r\n\r\n', lineEnding: '\r\n' },
    { events: [], text: '' },
  ])('spells $events', ({ events, text, lineEnding }) => {
    const bytes = eventStreamBytes(events, lineEnding && { lineEnding })
    expect(new TextDecoder().decode(bytes)).toBe(text)
  })
})
