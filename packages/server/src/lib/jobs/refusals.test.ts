import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type JobServer, startJobServer } from '../test-support/start-job-server.test-support.ts'

const music = '/v1/audio/music'
const video = '/v1/video/generate'

describe('bad input', () => {
  let server: JobServer
  beforeAll(async () => {
    server = await startJobServer()
  })
  afterAll(async () => {
    // Rejected requests were neither queued nor charged.
    expect(await server.store.jobs.list(server.userId, { limit: 1 })).toEqual([])
    expect(await server.ledger()).toHaveLength(1)
    await server[Symbol.asyncDispose]()
  })

  it.each([
    [music, {}, 422, 'prompt: missing, expected a string'],
    [music, { prompt: ' ' }, 422, 'prompt: expected a non-empty text'],
    [music, { prompt: 'x'.repeat(4_001) }, 422, 'prompt: '],
    [music, { prompt: 'x', duration_seconds: 0 }, 422, 'duration_seconds: '],
    [music, { prompt: 'x', duration_seconds: 241 }, 422, 'duration_seconds: '],
    [music, { prompt: 'x', duration_seconds: 1.5 }, 422, 'duration_seconds: '],
    [music, { prompt: 'x', lyrics: 'д'.repeat(5_001) }, 422, 'lyrics: too long'],
    [music, { prompt: 'x', instrumental: 'yes' }, 422, 'instrumental: '],
    [music, { prompt: 'x', webhook_url: 'nowhere' }, 422, 'webhook_url: expected an http(s) URL'],
    [video, { duration_seconds: 5 }, 422, 'prompt: '],
    [video, { prompt: 'x', duration_seconds: 7 }, 422, 'duration_seconds: expected 5 or 10, not 7'],
    [video, { prompt: 'x', duration_seconds: '5' }, 422, 'duration_seconds: expected 5 or 10, not "5"'],
    [video, { prompt: 'x', aspect_ratio: '4:3' }, 422, 'aspect_ratio: '],
    [video, { prompt: 'x', resolution: '4k' }, 422, 'resolution: '],
    [video, { prompt: 'x', first_frame: 'cat.png' }, 422, 'first_frame: '],
    [video, { prompt: 'x', first_frame: 'https://127.0.0.1/cat.png' }, 400, 'first_frame: the URL does not point'],
    [video, { prompt: 'x', first_frame: 'https://cat.invalid/cat.png' }, 400, 'first_frame: failed to fetch the URL'],
    [video, { prompt: 'x', first_frame: 'data:image/png;base64,bm8gcGljdHVyZQ==' }, 400, 'first_frame: expected a PNG'],
  ])('%s %j is refused with %i', async (path, body, status, detail) => {
    const answer = await server.call('POST', path, body)
    expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
  })
})

describe('beyond the plan', () => {
  let server: JobServer
  afterEach(() => server[Symbol.asyncDispose]())
  const sing = () => server.call('POST', music, { prompt: 'wait' })

  it('is refused without a balance', async () => {
    server = await startJobServer({ balanceKopecks: 0 })
    expect((await sing()).status).toBe(402)
  })

  it('is refused when open jobs use up the day', async () => {
    server = await startJobServer({ plan: 'free' })
    const statuses = []
    for (let count = 1; count <= 21; count += 1) statuses.push((await sing()).status)
    expect(statuses).toEqual([...Array(20).fill(202), 429])
  })

  it('is refused beyond the open jobs of a key', async () => {
    server = await startJobServer({ plan: 'local', jobs: { maxOpenPerKey: 2 } })
    const answers = [await sing(), await sing(), await sing()]
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 429])
    const { id } = await answers[0]!.json()
    await server.call('POST', `${music}/${id}/cancel`)
    expect((await sing()).status).toBe(202)
  })

  it('is refused without an engine', async () => {
    server = await startJobServer({ engines: { music: null } })
    expect((await sing()).status).toBe(501)
  })

  it('is refused for blocked words', async () => {
    server = await startJobServer({ moderator: { check: async () => ({ isBlocked: true, category: 'drugs' }) } })
    const answer = await sing()
    const detail = 'The prompt was rejected by the safety check: drugs'
    expect([answer.status, await answer.json()]).toMatchObject([400, { detail }])
  })
})
