import { describe, expect, it } from 'vitest'
import { serve } from '../../../test/openai-server.ts'
import { createUpstreamMusicEngine } from './upstream-music-engine.ts'
import { createUpstreamVideoEngine } from './upstream-video-engine.ts'

const song = { prompt: 'a waltz', durationSeconds: 5, isInstrumental: true, format: 'mp3' } as const
const clip = { prompt: 'a sea', aspectRatio: '16:9', durationSeconds: 5, resolution: '720p' } as const

/** Starts a server whose job goes through the given states; `{base}` in a text is replaced by its origin. */
async function startJobs(...states: readonly object[]) {
  const calls: { method: string | undefined; url: string | undefined; key: string | undefined; body: unknown }[] = []
  let polls = 0
  const server = await serve(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = String(Buffer.concat(chunks))
    const { method, url, headers } = request
    calls.push({ method, url, key: headers.authorization, body: text === '' ? undefined : JSON.parse(text) })
    if (url?.startsWith('/files/')) return void response.end('ID3 sound')
    const answer = method === 'POST' ? { id: 'job 1', status: 'queued' } : (states[polls++] ?? states.at(-1))
    const origin = `http://${headers.host}`
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer).replaceAll('{base}', origin))
  })
  return { ...server, calls, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

describe('an upstream with jobs', () => {
  it('composes a song: creates the job, polls it, and downloads the result', async () => {
    const done = { status: 'succeeded', audio_url: '{base}/files/1', duration_seconds: 4.9, lyrics: null }
    await using server = await startJobs(
      { status: 'running', progress: 0.4 },
      { status: 'running', progress: 0.2 },
      done,
    )
    const engine = createUpstreamMusicEngine({ baseUrl: server.baseUrl, apiKey: 'secret' })
    const fractions: number[] = []
    const result = await engine.compose(song, { onProgress: ({ fraction }) => fractions.push(fraction) })
    expect(result).toMatchObject({ mediaType: 'audio/mpeg', durationSeconds: 4.9, composition: undefined })
    expect(Buffer.from(result.data).toString()).toBe('ID3 sound')
    expect(fractions).toEqual([0.4, 0.4])
    expect(server.calls.map(({ method, url, key }) => [method, url, key])).toEqual([
      ['POST', '/v1/audio/music', 'Bearer secret'],
      ...Array(3).fill(['GET', '/v1/audio/music/job%201', 'Bearer secret']),
      ['GET', '/files/1', 'Bearer secret'],
    ])
    expect(server.calls[0]?.body).toEqual({ prompt: 'a waltz', duration_seconds: 5, instrumental: true })
  })

  it('makes a video, and keeps the key from the host of the file', async () => {
    await using files = await startJobs()
    const url = `${files.baseUrl.replace('127.0.0.1', 'localhost').replace('/v1', '')}/files/2`
    await using server = await startJobs({ status: 'completed', video_url: url, width: 1280, seed: 7 })
    const engine = createUpstreamVideoEngine({ baseUrl: server.baseUrl, apiKey: 'secret' })
    expect(await engine.animate(clip)).toMatchObject({ durationSeconds: 5, width: 1280, height: undefined, seed: 7 })
    expect(files.calls).toMatchObject([{ url: '/files/2', key: undefined }])
  })

  it.each([
    ['a failed job', { status: 'failed', error: { message: 'too loud' } }, 'failed: too loud'],
    ['a result without a URL', { status: 'succeeded' }, 'without the URL of a result'],
    ['a URL of another kind', { status: 'succeeded', audio_url: 'file:///etc/passwd' }, 'without the URL of a result'],
  ])('reports %s', async (_, state, problem) => {
    await using server = await startJobs(state)
    await expect(createUpstreamMusicEngine({ baseUrl: server.baseUrl }).compose(song)).rejects.toThrow(problem)
  })

  it('stops polling when it is aborted', async () => {
    await using server = await startJobs({ status: 'running' })
    const aborting = new AbortController()
    const onProgress = () => aborting.abort(new Error('enough'))
    const engine = createUpstreamMusicEngine({ baseUrl: server.baseUrl })
    await expect(engine.compose(song, { signal: aborting.signal, onProgress })).rejects.toThrow('enough')
    const count = server.calls.length
    expect(count).toBe(2)
  })
})
