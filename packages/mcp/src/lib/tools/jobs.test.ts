import { createGate, type Routes, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { connectHost, textOf } from '../mcp.test-support.ts'

const start = 'POST /v1/audio/music'
const read = 'GET /v1/audio/music/j1'
const cancel = 'POST /v1/audio/music/j1/cancel'
const queued = { status: 202, json: { id: 'j1', status: 'queued' } }
const running = { json: { id: 'j1', status: 'running', progress: 0.4, stage: 'composing' } }
const song = { prompt: 'Дождь' }

it('returns the id of a job that takes longer than the wait, and its result later', async () => {
  await using api = await startTestServer({
    [start]: queued,
    [read]: [running, { json: { id: 'j1', status: 'succeeded', audio_url: '/media/j1', lyrics: '[Verse] Дождь' } }],
    'GET /media/j1': { bytes: Buffer.from('ID3'), headers: { 'content-type': 'audio/mpeg' } },
  } as Routes)
  await using test = await connectHost(api.url, { waitSeconds: 0 })
  const started = await test.call('generate_music', song)
  expect(started.structuredContent).toMatchObject({ job_id: 'j1', kind: 'music' })
  expect(textOf(started)).toMatch(/The job j1 is (queued|running).*get_job/)
  const finished = await test.call('get_job', { kind: 'music', job_id: 'j1', wait_seconds: 60 })
  expect(finished.structuredContent).toMatchObject({
    status: 'succeeded',
    lyrics: '[Verse] Дождь',
    file: { media_type: 'audio/mpeg', size_bytes: 3, uri: 'mira://output/j1.mp3' },
  })
})

it.each([
  [
    { id: 'j1', status: 'failed', error: { message: 'Слишком длинный текст' } },
    /Слишком длинный текст.*\[job_failed\]/,
  ],
  [{ id: 'j1', status: 'canceled' }, /\[job_canceled\]/],
])('reports the end %j of a job', async (json, words) => {
  await using api = await startTestServer({ [start]: queued, [read]: { json } } as Routes)
  await using test = await connectHost(api.url)
  const result = await test.call('generate_music', song)
  expect(result.isError && textOf(result)).toMatch(words)
})

it('reports a job that does not exist', async () => {
  await using api = await startTestServer({ [read]: { status: 404, json: { detail: 'No such job' } } } as Routes)
  await using test = await connectHost(api.url)
  const result = await test.call('cancel_job', { kind: 'music', job_id: 'j1' })
  expect(result.isError && textOf(result)).toContain('[not_found]')
})

it('cancels a job whose call was canceled while it was being started', async () => {
  const gate = createGate()
  await using api = await startTestServer({
    [start]: async () => {
      await gate.arrive()
      return queued
    },
    [read]: { json: { id: 'j1', status: 'canceled' } },
    [cancel]: { json: {} },
  } as Routes)
  await using test = await connectHost(api.url)
  const abort = new AbortController()
  const call = test.host.callTool({ name: 'generate_music', arguments: song }, { signal: abort.signal })
  await gate.reached
  abort.abort()
  await expect(call).rejects.toThrow()
  gate.open()
  await expect.poll(() => api.requests.map(({ path }) => path)).toContain('/v1/audio/music/j1/cancel')
})

it('does not cancel the job of a canceled get_job', async () => {
  await using api = await startTestServer({ [read]: running, [cancel]: { json: {} } } as Routes)
  await using test = await connectHost(api.url)
  const abort = new AbortController()
  const call = test.host.callTool(
    { name: 'get_job', arguments: { kind: 'music', job_id: 'j1' } },
    { signal: abort.signal, onprogress: () => abort.abort() },
  )
  await expect(call).rejects.toThrow()
  await test.call('get_job', { kind: 'music', job_id: 'j1', wait_seconds: 0 })
  expect(api.requests.map(({ path }) => path)).not.toContain('/v1/audio/music/j1/cancel')
})
