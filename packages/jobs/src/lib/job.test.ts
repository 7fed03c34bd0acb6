import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient, isMiraError, metadataOf } from '@mira/core'
import { countAbortListeners, createGate, type ReplyScript, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { cancelJob } from './cancel-job.ts'
import { generateMusic } from './generate-music.ts'
import { generateVideo } from './generate-video.ts'
import { getVideo } from './get-video.ts'
import { collect, rejectionOf, songUrl } from './job.test-support.ts'
import { isJobError } from './job-error.ts'
import { jobs } from './jobs.ts'
import { firstFrameFile } from './node/first-frame-file.ts'
import { saveResult } from './node/save-result.ts'
import { resumeMusic } from './resume-music.ts'
import { resumeVideo } from './resume-video.ts'

const startMusic = 'POST /v1/audio/music'
const readMusic = 'GET /v1/audio/music/j1'
const startVideo = 'POST /v1/video/generate'
const queued = { status: 202, json: { id: 'j1', status: 'queued', created_at: 1_714_867_200 } }
const done = { json: { id: 'j1', status: 'succeeded', audio_url: songUrl, lyrics: '[Verse] Rain' } }
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0])
const pngUri = 'data:image/png;base64,iVBORw0KGgoA'

const connect = (baseUrl: string): Client => createClient({ baseUrl, random: () => 0, retry: { baseDelayMs: 1 } })

describe('generate', () => {
  it.each([
    { json: { id: 'j1', status: 'queued' }, status: 200 },
    { json: { job_id: 'j1' }, status: 201 },
    { json: { job: { id: 'j1', status: 'Pending' } }, status: 202 },
  ])('reads the answer $json with status $status, and waits', async (reply) => {
    await using server = await startTestServer({ [startMusic]: reply, [readMusic]: done })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain', instrumental: true, seed: 7 })
    expect([job.id, job.kind, metadataOf(job)?.status]).toEqual(['j1', 'music', reply.status])
    expect(server.requests[0]?.json()).toEqual({ prompt: 'Rain', instrumental: true, seed: 7 })
    expect(await job.wait()).toMatchObject({ status: 'succeeded', progress: 1, url: songUrl, raw: done.json })
  })

  it.each([{ json: {} }, { json: null }, { text: 'Accepted' }])(
    'refuses the answer %j, which names no job',
    async (reply) => {
      await using server = await startTestServer({ [startMusic]: reply })
      expect(await rejectionOf(generateMusic(connect(server.url), { prompt: 'Rain' }))).toMatchObject({
        code: 'invalid_response',
      })
      expect(server.requests).toHaveLength(1)
    },
  )

  it.each([
    { body: { error: { message: 'The balance is too low', code: 402 } }, code: 'insufficient_balance' },
    { body: { error: 'The balance is too low' }, code: 'server_error' },
    { body: { detail: 'The balance is too low' }, code: 'server_error' },
    { body: [{ message: 'The balance is too low', type: 'invalid_request' }], code: 'bad_request' },
  ])('reports the error $body of a server that answers 200', async ({ body, code }) => {
    await using server = await startTestServer({ [startMusic]: { json: body } })
    const error = await rejectionOf(generateMusic(connect(server.url), { prompt: 'Rain' }, { retry: false }))
    expect(error).toMatchObject({ code, message: expect.stringContaining('The balance is too low') })
  })

  it.each([500, 504])('does not start a second job after %i, unless the server deduplicates', async (status) => {
    const honours = { headers: { 'idempotency-key': 'seen' } }
    await using server = await startTestServer({
      [startMusic]: [{ status }, { ...queued, ...honours }, { status }, queued],
    })
    const client = connect(server.url)
    expect(await rejectionOf(generateMusic(client, { prompt: 'Rain' }))).toMatchObject({ status })
    await generateMusic(client, { prompt: 'Rain' })
    await generateMusic(client, { prompt: 'Rain' })
    const keys = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(4)
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe(keys[3])
  })

  it('is done at once where the server is', async () => {
    await using server = await startTestServer({ [startMusic]: done })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    expect((await collect(job.watch())).map(({ status }) => status)).toEqual(['succeeded'])
    expect(server.requests).toHaveLength(1)
  })
})

describe('first_frame', () => {
  it.each([
    ['an address', 'https://cdn.test/cat.png', 'https://cdn.test/cat.png'],
    ['a URL', new URL('https://cdn.test/cat.png'), 'https://cdn.test/cat.png'],
    ['a data URI', pngUri, pngUri],
    ['bytes', png, pngUri],
    ['a buffer', png.buffer, pngUri],
    ['a Blob', new Blob([png]), pngUri],
    ['a Blob of another kind', new Blob(['x'], { type: 'image/avif' }), 'data:image/avif;base64,eA=='],
  ])('goes out from %s', async (_, first_frame, sent) => {
    await using server = await startTestServer({ [startVideo]: queued })
    await generateVideo(connect(server.url), { prompt: 'Rain', first_frame })
    expect(server.requests[0]?.json()).toEqual({ prompt: 'Rain', first_frame: sent })
  })

  it.each([['cat.png'], [new Uint8Array([1, 2, 3])], [new Blob(['x'], { type: 'text/plain' })]])(
    'is refused when it is no picture: %s',
    async (first_frame) => {
      const client = connect('http://127.0.0.1:9')
      expect(await rejectionOf(generateVideo(client, { prompt: 'Rain', first_frame }))).toBeInstanceOf(TypeError)
    },
  )
})

describe('the path of a video job', () => {
  const found = { json: { id: 'j1', status: 'succeeded', video_url: songUrl } }
  it.each([
    { status: 404, json: { detail: 'Not found' } },
    { status: 405 },
    { status: 403, json: { detail: 'Forbidden' } },
    { status: 403, html: '<title>403 Forbidden</title>' },
  ])('is found after $status, and remembered', async (reply) => {
    await using server = await startTestServer({ 'GET /v1/video/j1': reply, 'GET /v1/video/jobs/j1': found })
    const client = connect(server.url)
    for (let count = 0; count < 2; count += 1) expect((await getVideo(client, 'j1')).state?.status).toBe('succeeded')
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/video/j1', '/v1/video/jobs/j1', '/v1/video/jobs/j1'])
  })

  it.each([
    { detail: 'Plan lacks video' },
    { detail: 'Forbidden by your plan' },
    { detail: 'Forbidden', code: 'plan_lacks_video' },
    { error: { code: 'plan_lacks_video', message: 'Forbidden' } },
  ])('is not looked for after the refusal %j', async (json) => {
    await using server = await startTestServer({ 'GET /v1/video/j1': { status: 403, json } })
    expect(await rejectionOf(getVideo(connect(server.url), 'j1'))).toMatchObject({ code: 'forbidden' })
    expect(server.requests).toHaveLength(1)
  })

  it('is looked for at both, and a job unknown at both is not found', async () => {
    await using server = await startTestServer({})
    expect(await rejectionOf(getVideo(connect(server.url), 'j/2?'))).toMatchObject({
      code: 'not_found',
      operation: 'video.get',
    })
    expect(server.unexpected.map(({ path }) => path)).toEqual(['/v1/video/j%2F2%3F', '/v1/video/jobs/j%2F2%3F'])
  })
})

describe('a job that ends without a result', () => {
  it.each([
    {
      json: { status: 'failed', error: { message: 'Too loud' } },
      code: 'job_failed',
      message: 'music.wait: job j1 failed: Too loud',
    },
    { json: { status: 'expired' }, code: 'job_failed', message: 'music.wait: job j1 failed' },
    {
      json: { status: 'Cancelled', detail: 'By owner' },
      code: 'job_canceled',
      message: 'music.wait: job j1 was canceled: By owner',
    },
  ])('as $json is a typed error', async ({ json, code, message }) => {
    await using server = await startTestServer({ [startMusic]: queued, [readMusic]: { json } })
    const mira = connect(server.url).extend(jobs)
    const job = await mira.music.generate({ prompt: 'Rain' })
    const error = await rejectionOf(job.wait())
    expect(isJobError(error) && isMiraError(error)).toBe(true)
    expect(error).toMatchObject({ code, message, jobId: 'j1', body: json, retryable: false, state: { raw: json } })
    expect(await rejectionOf(job.wait())).toMatchObject({ code })
    expect(() => job.download()).toThrow(expect.objectContaining({ code }))
    expect((await collect(job.watch())).at(-1)?.raw).toEqual(json)
  })
})

describe('watch', () => {
  const steps = [
    { status: 'queued' },
    { status: 'running', progress: 10, stage: 'composing' },
    { status: 'running', progress: 10, stage: 'composing' },
    { status: 'running', progress: 60, stage: 'mixing' },
    { status: 'succeeded', audio_url: songUrl },
  ]
  const seen = [
    ['queued', undefined, undefined],
    ['running', 0.1, 'composing'],
    ['running', 0.6, 'mixing'],
    ['succeeded', 1, undefined],
  ]

  it.each<{ by: string; routes: Record<string, ReplyScript>; events_url?: string; requests: number }>([
    { by: 'polling', routes: { [readMusic]: steps.map((json) => ({ json })) }, requests: 6 },
    {
      by: 'an answer that is a stream of events',
      routes: { [readMusic]: { sse: [{ comment: 'hi' }, 'ping', ...steps] } },
      requests: 2,
    },
    {
      by: 'the stream that the job names',
      routes: {
        'GET /v1/events/j1': {
          sse: steps.map((data) => ({ event: 'state', data })),
          lineEnding: '\r\n' as const,
          chunkBytes: 7,
        },
      },
      events_url: '/v1/events/j1',
      requests: 2,
    },
    {
      by: 'polling after a stream that breaks',
      routes: { [readMusic]: [{ sse: steps.slice(0, 3), dropAt: 150 }, ...steps.slice(3).map((json) => ({ json }))] },
      requests: 4,
    },
    {
      by: 'polling after a stream that is not there',
      routes: { [readMusic]: steps.map((json) => ({ json })) },
      events_url: '/v1/nothing',
      requests: 7,
    },
    {
      by: 'a last look where the stream does not tell the result',
      routes: { [readMusic]: [{ sse: [...steps.slice(0, 4), { status: 'succeeded' }] }, { json: steps[4] }] },
      requests: 3,
    },
  ])('gives each change once, by $by', async ({ routes, events_url, requests }) => {
    const start = { json: { id: 'j1', status: 'queued', events_url } }
    await using server = await startTestServer({ [startMusic]: start, ...routes })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    const states = await collect(job.watch())
    expect(states.map(({ status, progress, stage }) => [status, progress, stage])).toEqual(seen)
    expect(states.at(-1)?.url).toBe(songUrl)
    expect(server.requests).toHaveLength(requests)
  })

  it('ends the polling with the loop', async () => {
    await using server = await startTestServer({
      [startMusic]: queued,
      [readMusic]: { sse: [{ status: 'running' }], stallAt: 60 },
    })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    for await (const { status } of job.watch()) if (status === 'running') break
    await server.waitForClose()
    expect(job.state?.status).toBe('running')
  })
})

describe('an abort', () => {
  it.each([
    { during: 'a request', reply: { beforeHeaders: 'stall' as const } },
    { during: 'a stream of events', reply: { sse: [{ status: 'running' }], stallAt: 40 } },
  ])('during $during stops the wait at once, with its reason', async ({ reply }) => {
    await using server = await startTestServer({ [startMusic]: queued, [readMusic]: reply })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    await server.nextRequest()
    const controller = new AbortController()
    const outcome = rejectionOf(job.wait({ signal: controller.signal }))
    await server.nextRequest()
    controller.abort('enough')
    expect(await outcome).toBe('enough')
    expect(countAbortListeners(controller.signal)).toBe(0)
    await server.waitForClose()
  })

  it('during a pause, or before, sends nothing more', async () => {
    await using server = await startTestServer({ [startMusic]: { ...queued, headers: { 'retry-after': '60' } } })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    const controller = new AbortController()
    const outcome = rejectionOf(job.wait({ signal: controller.signal, onProgress: () => controller.abort('enough') }))
    expect(await outcome).toBe('enough')
    expect(await rejectionOf(job.wait({ signal: controller.signal }))).toBe('enough')
    expect(server.requests).toHaveLength(1)
  })

  it('is not the only end: what onProgress throws is another, and a timeout that cannot be is refused', async () => {
    await using server = await startTestServer({ [startMusic]: queued, [readMusic]: done })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    const onProgress = (): void => {
      throw new Error('mine')
    }
    expect(await rejectionOf(job.wait({ onProgress }))).toMatchObject({ message: 'mine' })
    expect(await rejectionOf(job.wait({ timeoutMs: 0 }))).toBeInstanceOf(RangeError)
  })
})

describe('resume', () => {
  it('goes on in another client, by id, by JSON and by its text', async () => {
    await using server = await startTestServer({ [startMusic]: queued, [readMusic]: done })
    const job = await generateMusic(connect(server.url), { prompt: 'Rain' })
    expect(job.toJSON()).toEqual({ kind: 'music', id: 'j1', createdAtMs: expect.any(Number), status: 'queued' })
    for (const known of [job.id, job.toJSON(), JSON.stringify(job)]) {
      const other = resumeMusic(connect(server.url), known)
      expect(other.state).toBeUndefined()
      expect((await other.wait()).url).toBe(songUrl)
    }
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  it.each([
    [{ kind: 'music' as const, id: 'j1' }],
    ['{"kind":"music","id":"j1"}'],
    ['{"kind":"video"}'],
    ['{'],
    [''],
    ['..'],
  ])('refuses %j', (known) => {
    expect(() => resumeVideo(connect('http://127.0.0.1:9'), known)).toThrow(TypeError)
  })

  it('goes on in a new process after the first one was killed in its wait', async () => {
    const gate = createGate()
    await using server = await startTestServer({
      [startMusic]: queued,
      [readMusic]: [{ sse: [{ status: 'running' }, gate] }, done],
    })
    const program = fileURLToPath(new URL('./wait-in-process.test-support.ts', import.meta.url))
    const run = (...args: string[]) =>
      spawn(process.execPath, ['--conditions=@mira/source', program, server.url, ...args], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
    const first = run()
    const [json] = await once(first.stdout, 'data')
    await gate.reached
    const exit = once(first, 'exit')
    first.kill('SIGKILL')
    expect(await exit).toEqual([null, 'SIGKILL'])
    const second = run(String(json).trim())
    const [[result]] = await Promise.all([once(second.stdout, 'data'), once(second, 'exit')])
    expect(String(result).trim()).toBe(songUrl)
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })
})

describe('cancel', () => {
  const canceled = { json: { id: 'j1', status: 'canceled' } }
  it.each<{ by: string; routes: Record<string, ReplyScript> }>([
    { by: 'POST', routes: { 'POST /v1/audio/music/j1/cancel': { status: 202 } } },
    { by: 'DELETE', routes: { 'DELETE /v1/audio/music/j1': { status: 204 } } },
    { by: 'nothing, as it had settled', routes: { 'POST /v1/audio/music/j1/cancel': { status: 409 } } },
  ])('stops a job by $by', async ({ routes }) => {
    await using server = await startTestServer({ ...routes, [readMusic]: canceled })
    const job = connect(server.url).extend(jobs).music.resume('j1')
    expect((await job.cancel()).status).toBe('canceled')
    expect(await rejectionOf(job.wait())).toMatchObject({ code: 'job_canceled' })
  })

  it('says so when the server cannot', async () => {
    await using server = await startTestServer({})
    const client = connect(server.url)
    expect(await rejectionOf(cancelJob(client, resumeVideo(client, 'j1')))).toMatchObject({
      code: 'not_found',
      operation: 'video.cancel',
    })
    expect(server.requests).toHaveLength(4)
  })
})

describe('the result', () => {
  it('is downloaded and saved', async () => {
    await using server = await startTestServer({
      [readMusic]: { json: { status: 'done', audio_url: '/media/song.mp3' } },
      'GET /media/song.mp3': { bytes: png, headers: { 'content-type': 'audio/mpeg' } },
    })
    const client = connect(server.url)
    const folder = await mkdtemp(join(tmpdir(), 'mira-jobs-'))
    try {
      const song = await client.extend(jobs).music.get('j1')
      expect(new Uint8Array(await song.download().bytes())).toEqual(png)
      const path = join(folder, 'song.mp3')
      expect(await saveResult(client, song, { path })).toEqual({ path, sizeBytes: 9, mediaType: 'audio/mpeg' })
      expect(new Uint8Array(await readFile(path))).toEqual(png)
      expect(new Uint8Array(await firstFrameFile(path))).toEqual(png)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('is an error before there is one, and where the server sends none', async () => {
    await using server = await startTestServer({ [readMusic]: { json: { status: 'done' } } })
    const song = connect(server.url).extend(jobs).music.resume('j1')
    expect(() => song.download()).toThrow(TypeError)
    expect(await song.wait()).toMatchObject({ status: 'succeeded', url: undefined })
    expect(() => song.download()).toThrow(expect.objectContaining({ code: 'invalid_response' }))
  })
})
