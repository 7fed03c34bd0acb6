import { createClient } from '@mira/core'
import { isJobError, type JobJson } from '@mira/jobs'
import { createGate, type Routes, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createJobStore, type JobStoreOptions } from './create-job-store.ts'
import { until } from './settled.test-support.ts'

const music = 'POST /v1/audio/music'
const read = 'GET /v1/audio/music/j1'
const reply = (status: string, fields: object = {}) => ({ json: { id: 'j1', status, ...fields } })
const finished = reply('succeeded', { audio_url: '/media/j1.mp3' })

async function open(routes: Routes, options: Partial<JobStoreOptions<'music'>> = {}) {
  const server = await startTestServer(routes)
  const client = createClient({ baseUrl: server.url, retry: false })
  const job = createJobStore(client, { kind: 'music', ...options })
  return { server, job, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

function createMemory(json?: JobJson) {
  const memory = {
    json,
    load: () => memory.json,
    save(value: JobJson | undefined) {
      memory.json = value
    },
  }
  return memory
}

describe('createJobStore', () => {
  it('starts a job, follows it, and keeps its result', async () => {
    const routes = { [music]: reply('queued'), [read]: [reply('processing', { progress: 50 }), finished] }
    const states: object[] = []
    const storage = createMemory()
    await using opened = await open(routes, { storage, onFinish: ({ status }) => states.push({ finished: status }) })
    const { job, server } = opened
    job.retain()
    job.subscribe(() => {
      const { status, progress } = job.getSnapshot()
      states.push({ status, progress })
    })
    expect([job.start({ prompt: 'Дождь' }), job.start({ prompt: 'again' })]).toEqual([true, false])
    await until(job, ({ status }) => status === 'succeeded')
    expect(states).toEqual([
      { status: 'starting', progress: undefined },
      { status: 'queued', progress: undefined },
      { status: 'running', progress: 0.5 },
      { status: 'succeeded', progress: 1 },
      { finished: 'succeeded' },
    ])
    expect(storage.json).toMatchObject({ kind: 'music', id: 'j1', status: 'succeeded' })
    expect(job.getSnapshot()).toMatchObject({ id: 'j1', url: '/media/j1.mp3', error: undefined })
    expect(server.requests[0]!.json()).toMatchObject({ prompt: 'Дождь' })
    job.reset()
    expect([job.getSnapshot().status, storage.json]).toEqual(['idle', undefined])
  })

  it('follows a given job instead of a stored one, and goes on after an error', async () => {
    const storage = createMemory({ kind: 'music', id: 'other' })
    const routes = { [read]: [{ status: 404, json: { detail: 'gone' } }, finished] }
    await using opened = await open(routes as Routes, { job: { kind: 'music', id: 'j1' }, storage })
    const { job } = opened
    job.retain()
    expect(await until(job, ({ status }) => status === 'error')).toMatchObject({
      id: 'j1',
      error: { code: 'not_found' },
    })
    expect(job.resume()).toBe(true)
    expect(await until(job, ({ status }) => status === 'succeeded')).toMatchObject({ id: 'j1', error: undefined })
    expect(storage.json).toMatchObject({ id: 'j1', status: 'succeeded' })
  })

  it('continues with a stored job, once', async () => {
    const storage = createMemory({ kind: 'music', id: 'j1' })
    await using opened = await open({ [read]: [finished] }, { storage })
    const { job, server } = opened
    for (const release of [job.retain(), job.retain()]) release()
    job.retain()
    await until(job, ({ status }) => status === 'succeeded')
    expect(server.requests).toHaveLength(1)
  })

  it('leaves a job running, without a request, until it is used again', async () => {
    const routes = { [music]: reply('queued'), [read]: [reply('processing'), { beforeHeaders: 'stall' }, finished] }
    await using opened = await open(routes as Routes)
    const { job, server } = opened
    const release = job.retain()
    job.start({ prompt: 'x' })
    await until(job, ({ status }) => status === 'running')
    for (let count = 0; count < 3; count += 1) await server.nextRequest()
    release()
    await server.socketsClosed()
    expect(job.getSnapshot()).toMatchObject({ status: 'running', error: undefined })
    job.retain()
    await until(job, ({ status }) => status === 'succeeded')
    expect(server.requests).toHaveLength(4)
  })

  it('cancels a job, also one that is not accepted yet', async () => {
    const gate = createGate()
    await using opened = await open({
      [music]: { chunks: [gate, JSON.stringify({ id: 'j1', status: 'queued' })] },
      'POST /v1/audio/music/j1/cancel': { json: {} },
      [read]: [reply('canceled')],
    })
    const { job } = opened
    job.start({ prompt: 'x' })
    const canceled = job.cancel()
    gate.open()
    await canceled
    const { status, error } = job.getSnapshot()
    expect([status, isJobError(error) && error.code]).toEqual(['canceled', 'job_canceled'])
  })

  it.each([
    {
      name: 'is refused',
      routes: { [music]: { status: 402, json: { detail: 'top up' } } },
      code: 'insufficient_balance',
    },
    { name: 'fails', routes: { [music]: reply('failed', { error: 'no GPU' }) }, code: 'job_failed' },
  ])('reports a job that $name, and starts another one', async ({ routes, code }) => {
    const errors: unknown[] = []
    await using opened = await open(routes as Routes, { onError: (error) => errors.push(error) })
    const { job } = opened
    job.retain()
    job.start({ prompt: 'x' })
    const { error } = await until(job, ({ error }) => error !== undefined)
    expect([error, errors]).toMatchObject([{ code }, [{ code }]])
    expect(job.start({ prompt: 'y' })).toBe(true)
    await until(job, ({ status }) => status !== 'starting')
  })

  it('reports a stored job that is gone, and starts another one', async () => {
    const storage = createMemory({ kind: 'music', id: 'j1', createdAtMs: 1 })
    await using opened = await open(
      { [read]: { status: 404, json: { detail: 'gone' } }, [music]: reply('failed') },
      { storage },
    )
    const { job } = opened
    job.retain()
    await until(job, ({ status }) => status === 'error')
    expect(job.getSnapshot().error).toMatchObject({ code: 'not_found' })
    expect(job.start({ prompt: 'y' })).toBe(true)
    await until(job, ({ status }) => status === 'failed')
  })

  it('rejects other kinds and unknown options', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' })
    expect(() => createJobStore(client, { kind: 'poem' } as never)).toThrow(TypeError)
    expect(() => createJobStore(client, { kind: 'music', poll: 1 } as never)).toThrow(/poll is unknown/)
    const job = createJobStore(client, { kind: 'music' })
    expect(() => job.resume({ kind: 'video', id: 'v1' })).toThrow(TypeError)
    expect(() => job.download()).toThrow(TypeError)
  })
})
