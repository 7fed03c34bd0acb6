import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LLMock } from '@copilotkit/aimock'
import { startServer } from '@mira/server'
import OpenAI from 'openai'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-recorded-'))
})
afterEach(() => rm(folder, { recursive: true }))

const messages = [{ role: 'user', content: 'Tell me a story' }]
const story = 'Once upon a time there was a server that answered the same way each time.'

/** Starts a server of others that has the shape of OpenAI's. */
async function startForeign(): Promise<LLMock> {
  const mock = new LLMock({ port: 0, chunkSize: 8 })
  mock.onMessage('story', { content: story }, { streamingProfile: { ttft: 60, tps: 60 } })
  mock.onMessage('call', { toolCalls: [{ name: 'look_up', arguments: '{"city":"Paris"}' }] })
  mock.onEmbedding('vector', { embedding: [0.5, -0.25] })
  await mock.start()
  return mock
}

function requestsTo(url: string) {
  const send = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-of-the-caller-0123456789', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return [
    () => send('/v1/chat/completions', { model: 'gpt-5', messages }),
    () => send('/v1/chat/completions', { model: 'gpt-5', messages, stream: true }),
    () => send('/v1/chat/completions', { model: 'gpt-5', messages: [{ role: 'user', content: 'call' }], stream: true }),
    () => send('/v1/embeddings', { model: 'text-embedding-3-small', input: 'vector' }),
    () => send('/v1/chat/completions', { model: 'gpt-5', messages: [{ role: 'user', content: 'unknown' }] }),
    () => fetch(`${url}/v1/models`),
  ]
}

/** Sends all requests in turn; returns each status, content type and body, and when each part of the body arrived. */
async function play(url: string) {
  const results = []
  for (const send of requestsTo(url)) {
    const response = await send()
    const arrivals: number[] = []
    const chunks: Buffer[] = []
    const startedAt = performance.now()
    for await (const chunk of response.body!) {
      arrivals.push(performance.now() - startedAt)
      chunks.push(Buffer.from(chunk))
    }
    const type = response.headers.get('content-type')
    results.push({ status: response.status, type, body: Buffer.concat(chunks).toString(), arrivals })
  }
  return results
}

it('replays a session of a server of others byte by byte, in its events and at its speed', {
  timeout: 300_000,
}, async () => {
  const foreign = await startForeign()
  const recorder = await startServer({ emulator: { record: { target: foreign.url, out: folder } } })
  const recorded = await play(recorder.url)
  await recorder.close()
  await foreign.stop()
  expect(recorded.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404, 200])
  expect((await readdir(folder)).filter((name) => name.endsWith('.yaml'))).toHaveLength(6)

  await using replayer = await startServer({ emulator: { fixtures: folder, strict: true } })
  const replayed = await play(replayer.url)
  expect(replayed.map(({ arrivals: _, ...rest }) => rest)).toEqual(recorded.map(({ arrivals: _, ...rest }) => rest))
  const [before, after] = [recorded, replayed].map((results) => results[1]!.arrivals.at(-1)! - results[1]!.arrivals[0]!)
  expect(replayed[1]!.arrivals.length).toBeGreaterThan(5)
  process.stdout.write(
    `Duration of a replayed stream relative to the recorded one: ${(after! / before!).toFixed(3)} (aim: 0.9 to 1.1)\n`,
  )

  const client = new OpenAI({ baseURL: `${replayer.url}/v1`, apiKey: 'any' })
  const stream = await client.chat.completions.create({
    model: 'gpt-5',
    messages: [{ role: 'user', content: 'Tell me a story' }],
    stream: true,
  })
  let text = ''
  for await (const { choices } of stream) text += choices[0]?.delta.content ?? ''
  expect(text).toBe(story)
})
