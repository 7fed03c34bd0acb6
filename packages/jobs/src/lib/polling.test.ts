import { afterEach, describe, expect, it, vi } from 'vitest'
import { generateMusic } from './generate-music.ts'
import { collect, createScriptedClient, rejectionOf, songUrl } from './job.test-support.ts'
import { resumeMusic } from './resume-music.ts'

const start = 'POST /v1/audio/music'
const read = 'GET /v1/audio/music/j1'
const queued = { json: { id: 'j1', status: 'queued' } }
const running = { json: { id: 'j1', status: 'running' } }
const done = { json: { id: 'j1', status: 'succeeded', audio_url: songUrl } }
const second = 1_000
const hour = 3_600_000

afterEach(() => void vi.unstubAllGlobals())

describe('polling', () => {
  it.each([
    { durationMs: 2 * second, most: 20, randoms: [0, 0.5, 1] },
    { durationMs: 30 * second, most: 49, randoms: [0, 0.5, 1] },
    { durationMs: 120 * second, most: 64, randoms: [0, 0.5, 1] },
    { durationMs: hour, most: 499, randoms: [0, 0.5, 1] },
    { durationMs: 24 * hour, most: 10_860, randoms: [0] },
  ])(
    'of a job of $durationMs ms takes at most $most requests, and knows the result one pause late at most',
    async ({ durationMs, most, randoms }) => {
      for (const random of randoms) {
        const { client, clock, fetch } = createScriptedClient(
          { [start]: queued, [read]: () => (clock.now() >= startedAtMs + durationMs ? done : running) },
          { random: () => random },
        )
        const startedAtMs = clock.now()
        const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
        const { url } = await clock.run(job.wait({ timeoutMs: Number.POSITIVE_INFINITY }))
        expect(url).toBe(songUrl)
        const lateMs = clock.now() - startedAtMs - durationMs
        expect(lateMs).toBeLessThanOrEqual(Math.min(10 * second, Math.max(100, durationMs / 8)))
        expect(fetch.requests.length - 1).toBeLessThanOrEqual(most)
        expect(clock.pending).toEqual([])
      }
    },
    60_000,
  )

  it('begins soon, keeps caches out, and asks for live news', async () => {
    const { client, clock, fetch } = createScriptedClient(
      { [start]: queued, [read]: [running, done] },
      { random: () => 1 },
    )
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    await clock.run(job.wait())
    const [created, first, next] = fetch.requests
    expect(created?.headers['idempotency-key']).toMatch(/^\d+(-\d+){3}$/)
    expect([first!.atMs - created!.atMs, next!.atMs - first!.atMs]).toEqual([100, 100])
    expect(first?.headers).toMatchObject({
      'cache-control': 'no-cache',
      prefer: 'wait=20',
      accept: 'text/event-stream, application/json',
    })
  })

  it.each([
    { header: '7', pausesMs: [7_000, 7_000] },
    { header: '0', pausesMs: [90, 200] },
    { header: 'Thu, 01 Jan 1970 00:00:00 GMT', pausesMs: [90, 200] },
  ])('comes back after Retry-After $header', async ({ header, pausesMs }) => {
    const hint = { headers: { 'retry-after': header } }
    const { client, clock, fetch } = createScriptedClient({
      [start]: { ...queued, ...hint },
      [read]: [{ ...running, ...hint }, done],
    })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    await clock.run(job.wait())
    const times = fetch.requests.map(({ atMs }) => atMs)
    expect([times[1]! - times[0]!, times[2]! - times[1]!]).toEqual(pausesMs)
  })

  it.each([
    ['a status it does not know', { json: { id: 'j1', status: 'marinating' } }],
    ['nothing at all', { json: null }],
    ['no object', { json: ['done'] }],
    ['an empty event stream', { sse: [] }],
    ['events that tell nothing', { sse: [{ comment: 'ping' }, 'ping', '[DONE]'] }],
    ['an event stream that breaks', { sse: [{ data: { status: 'running' } }], dropAt: 30 }],
    [
      'a word of a held request that was not held',
      { json: { status: 'running' }, headers: { 'preference-applied': 'wait=20' } },
    ],
  ])('of a server that keeps telling %s goes on, slowly, to the timeout', async (_, reply) => {
    const { client, clock, fetch } = createScriptedClient({ [start]: queued, [read]: reply })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    const error = await clock.run(rejectionOf(job.wait({ timeoutMs: hour })))
    expect(error).toMatchObject({ code: 'timeout', timeout: 'total', operation: 'music.wait', retryable: true })
    expect(fetch.requests.length).toBeLessThan(500)
    expect(clock.pending).toEqual([])
  })

  it('at once again when a held request brought news', async () => {
    const held = { headers: { 'preference-applied': 'wait=20' }, delayMs: 15_000 }
    const { client, clock, fetch } = createScriptedClient({
      [start]: queued,
      [read]: [
        { ...running, ...held },
        { ...running, ...held },
        { ...done, ...held },
      ],
    })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    const startedAtMs = clock.now()
    await clock.run(job.wait())
    expect(fetch.requests).toHaveLength(4)
    expect(clock.now() - startedAtMs).toBe(45_000 + 90 + 90)
  })
})

it('serves several readers of one job, whatever the order in which their answers come', async () => {
  const { client, clock } = createScriptedClient({
    [start]: queued,
    [read]: [{ ...running, delayMs: 900 }, { ...done, delayMs: 100 }, done],
  })
  const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
  const slow = job.watch()
  await slow.next()
  const readers = Promise.all([job.wait(), job.wait(), collect(job.watch())])
  const [one, other, states] = await clock.run(readers)
  expect([one.url, other.url, states.at(-1)?.url]).toEqual([songUrl, songUrl, songUrl])
  expect((await clock.run(collect(slow))).map(({ status }) => status)).toEqual(['succeeded'])
  expect(clock.pending).toEqual([])
})

describe('what a poll sends', () => {
  it('is nothing from a page elsewhere that would need its consent', async () => {
    vi.stubGlobal('window', globalThis)
    vi.stubGlobal('document', {})
    vi.stubGlobal('location', { origin: 'https://page.test' })
    const { client, clock, fetch } = createScriptedClient(
      { [start]: queued, [read]: [running, done] },
      { apiKey: null },
    )
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    await clock.run(job.wait())
    const names = fetch.requests.flatMap(({ headers }) => Object.keys(headers))
    expect(new Set(names)).toEqual(new Set(['accept', 'content-type']))
  })

  it.each([
    { events_url: 'http://mira.test/v1/events', path: '/v1/events' },
    { events_url: 'http://mira.test.evil.test/v1/events', path: '/v1/audio/music/j1' },
    { events_url: '//evil.test/v1/events', path: '/v1/audio/music/j1' },
    { events_url: { toString: 'x' }, path: '/v1/audio/music/j1' },
  ])('goes to events at $events_url only when they are the client’s own', async ({ events_url, path }) => {
    const { client, clock, fetch } = createScriptedClient({
      [start]: { json: { id: 'j1', events_url } },
      [read]: done,
      'GET /v1/events': { sse: [{ data: done.json }] },
    })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    await clock.run(job.wait({ headers: { 'x-mine': 'secret' } }))
    expect(fetch.requests.slice(1).map(({ url }) => url)).toEqual([`http://mira.test${path}`])
    expect(fetch.requests[1]?.headers['x-mine']).toBe('secret')
  })
})

describe('a poll that fails', () => {
  it.each([
    { what: '503', reply: { status: 503 } },
    { what: '429', reply: { status: 429, headers: { 'retry-after': '3' } } },
    { what: '502 of a proxy', reply: { status: 502, text: '<html><title>Bad gateway</title></html>' } },
    { what: '408', reply: { status: 408 } },
    { what: 'a connection that breaks', reply: { beforeHeaders: 'drop' as const } },
    { what: 'silence', reply: { beforeHeaders: 'stall' as const } },
    { what: 'a stream of events that falls silent', reply: { sse: [{ data: { status: 'running' } }], stallAt: 28 } },
    { what: '404 of a replica that is behind', reply: { status: 404 } },
    { what: '406 to what was asked beyond a plain answer', reply: { status: 406 } },
  ])('with $what is passed over', async ({ reply }) => {
    const { client, clock, fetch } = createScriptedClient({ [start]: queued, [read]: [reply, done] })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    expect((await clock.run(job.wait())).url).toBe(songUrl)
    expect(fetch.requests).toHaveLength(3)
    expect(fetch.requests[2]?.headers).toMatchObject({ accept: 'application/json', 'cache-control': 'no-cache' })
    expect(fetch.requests[2]?.headers.prefer).toBeUndefined()
  })

  it('for two minutes fails the wait, which may be begun anew', async () => {
    let isDown = true
    const { client, clock, fetch } = createScriptedClient({
      [start]: queued,
      [read]: () => (isDown ? { status: 503 } : done),
    })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    const startedAtMs = clock.now()
    expect(await clock.run(rejectionOf(job.wait()))).toMatchObject({ code: 'overloaded', status: 503 })
    expect(clock.now() - startedAtMs).toBeGreaterThan(105_000)
    expect(clock.now() - startedAtMs).toBeLessThan(125_000)
    expect(fetch.requests.length).toBeLessThan(25)
    isDown = false
    expect((await clock.run(job.wait())).url).toBe(songUrl)
  })

  it('with a pause of hours fails at once, and says how long', async () => {
    const { client, clock, fetch } = createScriptedClient({
      [start]: queued,
      [read]: { status: 429, headers: { 'retry-after': '3600' } },
    })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    expect(await clock.run(rejectionOf(job.wait()))).toMatchObject({ code: 'rate_limited', retryAfterMs: hour })
    expect(fetch.requests).toHaveLength(2)
  })

  it.each([
    { status: 401, code: 'unauthorized' },
    { status: 410, code: 'gone' },
  ])('with $status fails the wait', async ({ status, code }) => {
    const { client, clock, fetch } = createScriptedClient({ [start]: queued, [read]: { status } })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    expect(await clock.run(rejectionOf(job.wait()))).toMatchObject({ code })
    expect(fetch.requests).toHaveLength(3)
  })

  it('with 404 is passed over for ten seconds only, and not at all for an id of unknown age', async () => {
    const { client, clock, fetch } = createScriptedClient({ [start]: queued, [read]: { status: 404 } })
    const job = await clock.run(generateMusic(client, { prompt: 'Rain' }))
    const startedAtMs = clock.now()
    expect(await clock.run(rejectionOf(job.wait()))).toMatchObject({ code: 'not_found' })
    expect(clock.now() - startedAtMs).toBeGreaterThanOrEqual(10_000)
    expect(clock.now() - startedAtMs).toBeLessThan(20_000)
    const { length } = fetch.requests
    expect(await clock.run(rejectionOf(resumeMusic(client, 'j1').wait()))).toMatchObject({ code: 'not_found' })
    expect(fetch.requests).toHaveLength(length + 1)
  })
})
