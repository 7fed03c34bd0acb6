import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type JobServer, startJobServer } from '../test-support/start-job-server.test-support.ts'

const music = '/v1/audio/music'

let server: JobServer
afterEach(() => server[Symbol.asyncDispose]())

describe('a song', () => {
  beforeEach(async () => {
    server = await startJobServer()
  })

  it('is accepted, made, kept and charged by the second', async () => {
    const accepted = await server.call('POST', music, {
      prompt: 'Rain',
      duration_seconds: 3,
      lyrics: 'La la',
      genre: 'jazz',
    })
    expect(accepted.status).toBe(202)
    const job = await accepted.json()
    expect(job).toMatchObject({ id: expect.stringMatching(/^music_job_[\da-f]{24}$/), status: 'queued', progress: 0 })
    expect(job.job_id).toBe(job.id)
    expect(accepted.headers.get('location')).toBe(`${music}/${job.id}`)
    expect(accepted.headers.get('retry-after')).toBe('1')

    const done = await server.settled(accepted.headers.get('location')!)
    expect(done).toMatchObject({ status: 'succeeded', progress: 1, duration_seconds: 3, lyrics: 'La la' })
    expect(done).toMatchObject({ composition: { key: 'C major', genre: 'jazz' } })
    expect(done.finished_at).toBeGreaterThanOrEqual(done.started_at!)
    expect(done.expires_at).toBe(done.finished_at! + 7 * 24 * 3_600)
    const file = await fetch(done.audio_url!)
    expect(file.headers.get('content-type')).toBe('audio/wav')
    expect((await file.arrayBuffer()).byteLength).toBe(44 + 3 * 16_000)

    const [, charge] = await server.ledger()
    expect(charge).toMatchObject({ type: 'charge', model: 'mira-music', amountKopecks: -90 })
    expect(await server.ledger()).toHaveLength(2)
  })

  it('sends its states as events', async () => {
    const { id } = await (await server.call('POST', music, { prompt: 'Rain', duration_seconds: 1 })).json()
    const stream = await server.call('GET', `${music}/${id}`, undefined, { headers: { accept: 'text/event-stream' } })
    expect(stream.headers.get('content-type')).toContain('text/event-stream')
    const events = (await stream.text())
      .trim()
      .split('\n\n')
      .map((event) => JSON.parse(event.replace('data: ', '')))
    expect(events.at(-1)).toMatchObject({ id, status: 'succeeded', audio_url: expect.stringContaining('http') })
    const progress = events.map((event) => event.progress)
    expect(progress).toEqual(progress.toSorted((one, other) => one - other))
  })

  it('reports progress and stage, and stops at once when it is canceled; nothing is charged', async () => {
    const { id } = await (await server.call('POST', music, { prompt: 'wait for me' })).json()
    const place = `${music}/${id}`
    await expect
      .poll(async () => (await server.call('GET', place)).json())
      .toMatchObject({
        status: 'running',
        progress: 0.5,
        stage: 'playing',
      })
    const canceled = await server.call('POST', `${place}/cancel`)
    expect([canceled.status, (await canceled.json()).status]).toEqual([200, 'canceled'])
    await expect.poll(() => server.music.aborted).toEqual(['wait for me'])
    const again = await server.call('DELETE', place)
    expect([again.status, (await again.json()).status]).toEqual([200, 'canceled'])
    expect(await server.ledger()).toHaveLength(1)
    expect(await server.store.usage.list(server.userId, 0)).toMatchObject([{ outcome: 'cancelled', chargedKopecks: 0 }])
  })

  it('cannot be canceled once it has succeeded', async () => {
    const { id } = await (await server.call('POST', music, { prompt: 'Rain', duration_seconds: 1 })).json()
    await server.settled(`${music}/${id}`)
    const late = await server.call('POST', `${music}/${id}/cancel`)
    expect([late.status, (await late.json()).detail]).toEqual([
      409,
      `Job ${id} has already succeeded and cannot be canceled`,
    ])
  })

  it('is found under its own address by its owner only', async () => {
    const { id } = await (await server.call('POST', music, { prompt: 'Rain', duration_seconds: 1 })).json()
    expect((await server.call('GET', `/v1/video/${id}`)).status).toBe(404)
    expect((await server.call('GET', `${music}/music_job_0`)).status).toBe(404)
    expect(
      (await server.call('GET', `${music}/${id}`, undefined, { headers: { authorization: 'Bearer x' } })).status,
    ).toBe(401)
  })

  it('is started once under an idempotency key', async () => {
    const init = { headers: { 'idempotency-key': 'song-1' } }
    const [one, other] = await Promise.all([1, 2].map(() => server.call('POST', music, { prompt: 'Rain' }, init)))
    const ids = [(await one!.json()).id, (await other!.json()).id]
    expect(ids[0]).toBe(ids[1])
    await server.settled(`${music}/${ids[0]}`)
    expect(server.music.requests).toHaveLength(1)
  })

  it('is failed with the reason, for what the engine cannot take', async () => {
    const { id } = await (await server.call('POST', music, { prompt: 'be-unplayable' })).json()
    expect(await server.settled(`${music}/${id}`)).toMatchObject({
      status: 'failed',
      error: { code: 'invalid_input', message: 'prompt: cannot play this' },
    })
    expect(await server.ledger()).toHaveLength(1)
  })
})
