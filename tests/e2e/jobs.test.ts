import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Client, createClient } from '@mira/core'
import { isJobError, type JobsMembers, jobs } from '@mira/jobs'
import { verifyWebhook } from '@mira/jobs/webhooks'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBoxVideoEngine } from '../../packages/server/src/lib/test-support/job-engines.test-support.ts'

const webhookSecret = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const brief = { prompt: 'Slow piano', instrumental: true, duration_seconds: 2 }
const long = { ...brief, duration_seconds: 120 }

describe('@mira/jobs against the local server', { timeout: 300_000 }, () => {
  const video = createBoxVideoEngine()
  const requests: string[] = []
  let server: RunningServer & { readonly apiKey: string }
  let mira: Client & JobsMembers

  beforeAll(async () => {
    server = await startServer({
      engines: { video },
      jobs: { webhookSecret },
      allowHttpFetch: true,
      allowPrivateFetch: true,
    })
    const countingFetch: typeof fetch = (input, init) => {
      requests.push(String(input instanceof Request ? input.url : input))
      return fetch(input, init)
    }
    mira = createClient({ baseUrl: server.url, apiKey: server.apiKey, fetch: countingFetch }).extend(jobs)
  })
  afterAll(() => server.close())

  it('composes a song, reports progress, and returns it', async () => {
    const song = await mira.music.generate(brief)
    expect(song.state).toMatchObject({ status: 'queued', progress: 0 })
    requests.length = 0
    const progress: number[] = []
    const { url, raw } = await song.wait({ onProgress: (state) => progress.push(state.progress ?? -1) })
    expect(progress.at(-1)).toBe(1)
    expect(progress).toEqual(progress.toSorted((one, other) => one - other))
    expect(raw).toMatchObject({ duration_seconds: expect.any(Number), lyrics: null })
    expect(url).toContain('/media/')
    // A single event stream reported everything.
    expect(requests).toHaveLength(1)
    const bytes = await song.download().bytes()
    expect(bytes.length).toBeGreaterThan(10_000)
    expect(await song.refresh()).toMatchObject({ status: 'succeeded' })
  })

  it('makes a film from a picture, and finds it again by its id', async () => {
    const first_frame = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const film = await mira.video.generate({ prompt: 'A cat', first_frame, aspect_ratio: '9:16', duration_seconds: 5 })
    const { raw } = await mira.video.resume(film.id).wait()
    expect(raw).toMatchObject({ duration_seconds: 5, aspect_ratio: '9:16', description: expect.stringContaining('70') })
  })

  it('cancels a song, which then costs nothing', async () => {
    const song = await mira.music.generate(long)
    expect(await song.cancel()).toMatchObject({ status: 'canceled' })
    const error = await song.wait().catch((reason) => reason)
    expect(isJobError(error) && error.code).toBe('job_canceled')
    expect(await song.cancel()).toMatchObject({ status: 'canceled' })
  })

  it('reports why a job failed', async () => {
    const film = await mira.video.generate({ prompt: 'be-unplayable' })
    const error = await film.wait().catch((reason) => reason)
    expect(isJobError(error) && [error.code, error.reason]).toEqual(['job_failed', 'prompt: cannot play this'])
  })

  it('signs webhooks that are taken as genuine', async () => {
    let payload = ''
    let headers: Record<string, string> | undefined
    const receiver = createServer(async (request, response) => {
      for await (const piece of request) payload += piece
      response.writeHead(204).end()
      headers = request.headers as Record<string, string>
    }).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const webhook_url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
    const film = await mira.video.generate({ prompt: 'A cat', webhook_url })
    await expect.poll(() => headers).toBeDefined()
    const { data } = await verifyWebhook({ payload, headers: headers!, secrets: webhookSecret })
    expect(data).toMatchObject({ type: 'video.succeeded', data: { id: film.id, video_url: expect.any(String) } })
    receiver.close()
  })

  it('goes on with a song in a new process after the first was killed while it waited', async () => {
    const first = waitForSong()
    const json = await first.next()
    const exit = once(first.process, 'exit')
    first.process.kill('SIGKILL')
    await exit
    const second = waitForSong(json)
    expect(JSON.parse(await second.next()).id).toBe(JSON.parse(json).id)
    expect((await fetch(await second.next())).headers.get('content-type')).toBe('audio/mpeg')
  })

  function waitForSong(json = '') {
    const program = join(import.meta.dirname, 'lib/wait-for-song.ts')
    const args = ['--conditions=@mira/source', program, server.url, server.apiKey, json]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    return { process: child, next: async () => (await lines.next()).value as string }
  }
})
