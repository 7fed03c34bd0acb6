import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type JobServer, startJobServer } from '../test-support/start-job-server.test-support.ts'
import { startWorkerProcess } from '../test-support/start-worker-process.test-support.ts'
import { startWorker } from './start-worker.ts'

const music = '/v1/audio/music'
let server: JobServer
afterEach(() => server[Symbol.asyncDispose]())

const sing = async (prompt: string, fields = {}) => {
  const { id } = await (await server.call('POST', music, { prompt, duration_seconds: 1, ...fields })).json()
  return `${music}/${id}`
}

it('tries again what may pass, and gives up with the reason after three attempts', async () => {
  let offsetMs = 0
  server = await startJobServer({ now: () => Date.now() + offsetMs })
  const places = [await sing('be-unavailable'), await sing('be-broken')]
  for (const attempt of [1, 2, 3]) {
    await expect.poll(() => server.music.requests.length).toBe(2 * attempt)
    offsetMs += 60_000
  }
  const ends = await Promise.all(places.map((place) => server.settled(place)))
  expect(ends.map(({ status, error }) => [status, error])).toEqual([
    ['failed', { code: 'engine_unavailable', message: 'The synthesizer is busy' }],
    ['failed', { code: 'internal_error', message: 'Internal server error' }],
  ])
  expect(new Set(server.music.requests.map(({ seed }) => seed)).size).toBe(2)
  expect(await server.ledger()).toHaveLength(1)
})

it('ends a run that takes too long', async () => {
  server = await startJobServer({ jobs: { timeoutMs: 500 } })
  expect(await server.settled(await sing('wait'))).toMatchObject({ status: 'failed', error: { code: 'timeout' } })
  expect(server.music.aborted).toEqual(['wait'])
})

it('ends the streams of a server that stops, and puts its work back', async () => {
  server = await startJobServer()
  const place = await sing('wait')
  const stream = await server.call('GET', place, undefined, { headers: { accept: 'text/event-stream' } })
  await expect.poll(() => server.music.requests.length).toBe(1)
  await server.close({ graceMs: 60_000 })
  expect(await stream.text()).toContain('"status":"running"')
  const [job] = await server.store.jobs.list(server.userId, { limit: 1 })
  expect(job).toMatchObject({ status: 'queued', attempts: 0, leaseToken: null })
})

it('can be in another process than the server, and be killed there', async () => {
  server = await startJobServer({ jobs: { workers: 0 } })
  const song = await sing('wait')
  expect(await (await server.call('GET', song)).json()).toMatchObject({ status: 'queued', position: 1 })
  const place = { dataDir: server.dataDir }
  const pace = { leaseMs: 60_000, workMs: 4 }
  await using first = startWorkerProcess({ place, ...pace, isPatient: true })
  await expect.poll(async () => (await server.call('GET', song)).json()).toMatchObject({ stage: 'playing' })
  await first.kill()
  await using _second = startWorkerProcess({ place, ...pace, clockOffsetMs: 120_000, isPatient: false })
  const done = await server.settled(song)
  expect((await fetch(done.audio_url!)).status).toBe(200)
  expect(await server.store.jobs.find(done.id)).toMatchObject({ status: 'succeeded', attempts: 2 })
  expect(await server.ledger()).toHaveLength(2)
  expect(await readdir(join(server.dataDir, 'media'))).toHaveLength(1)
})

it('is refused a server that it cannot share', async () => {
  server = await startJobServer()
  await expect(startWorker({})).rejects.toThrow('requires the dataDir')
  await expect(startWorker({ dataDir: server.dataDir, jobs: { workers: 0 } })).rejects.toThrow('at least 1')
})

it('gives each key its turn', async () => {
  server = await startJobServer({ plan: 'local', jobs: { workers: 1 } })
  const { key } = await (await server.call('POST', '/v1/api-keys', { name: 'other' })).json()
  await sing('wait')
  await expect.poll(() => server.music.requests.length).toBe(1)
  const places = []
  for (const prompt of ['a1', 'a2', 'a3']) places.push(await sing(prompt))
  const init = { headers: { authorization: `Bearer ${key}` } }
  await server.call('POST', music, { prompt: 'b1', duration_seconds: 1 }, init)
  server.music.unblock()
  await Promise.all(places.map((place) => server.settled(place)))
  expect(server.music.requests.map(({ prompt }) => prompt)).toEqual(['wait', 'a1', 'b1', 'a2', 'a3'])
})
