import { type Client, createClient } from '@mira/core'
import { type JobsMembers, jobs } from '@mira/jobs'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createBoxVideoEngine,
  createScaleMusicEngine,
} from '../../packages/server/src/lib/test-support/job-engines.test-support.ts'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { type Exchange, readEvents, recordExchanges } from './lib/record-exchanges.ts'

let server: RunningServer & { readonly apiKey: string }
let api: ApiDocument
beforeAll(async () => {
  server = await startServer({
    engines: { music: createScaleMusicEngine(), video: createBoxVideoEngine(), moderation: null },
  })
  api = await readApiDocument(server.url)
})
afterAll(() => server.close())

/** All calls of the package to endpoints 12 to 15. */
const calls: readonly { name: string; run(mira: Client & JobsMembers): Promise<unknown> }[] = [
  {
    name: 'a song with every documented field, waited for',
    run: async (mira) => {
      const fields = { genre: 'jazz', mood: 'calm', style: 'soft, slow', instrumental: false, lyrics: 'La la' }
      await (await mira.music.generate({ prompt: 'Rain', duration_seconds: 2, ...fields })).wait()
    },
  },
  {
    name: 'a song that fails',
    run: async (mira) => (await mira.music.generate({ prompt: 'be-unplayable' })).refresh(),
  },
  { name: 'a song that is canceled', run: async (mira) => (await mira.music.generate({ prompt: 'wait' })).cancel() },
  {
    name: 'a film with every documented field, waited for and read again',
    run: async (mira) => {
      const picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
      const film = await mira.video.generate({
        prompt: 'A cat',
        first_frame: `data:image/png;base64,${picture}`,
        aspect_ratio: '1:1',
        duration_seconds: 10,
        resolution: '1080p',
      })
      await film.wait()
      await mira.video.get(film.id)
    },
  },
  { name: 'a film that is not known', run: (mira) => mira.video.get('video_job_0').catch((error) => error) },
]

it.each(calls)('$name: requests and replies are as described', async ({ run }) => {
  const recorder = recordExchanges()
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey, fetch: recorder.fetch, retry: false })
  await run(mira.extend(jobs))
  const exchanges = recorder.take()
  expect(exchanges.length).toBeGreaterThan(0)
  for (const exchange of exchanges) expect(await problemsOf(exchange)).toEqual([])
})

async function problemsOf(exchange: Exchange): Promise<string[]> {
  // The second path of video jobs is not described: it answers as the first one does.
  const path = exchange.operation.replace('/v1/video/jobs/', '/v1/video/')
  const operation = path.replace(/(?:music|video)_job_\w+/, '{id}')
  const isStream = exchange.mediaType === 'text/event-stream'
  const text = await exchange.text()
  const replies = isStream ? readEvents(text).map(({ data }) => data) : [text]
  return [
    ...(exchange.request === undefined ? [] : api.checkRequest(operation, exchange.request)),
    ...replies.flatMap((reply) => api.checkReply(operation, exchange, JSON.parse(reply))),
  ]
}
