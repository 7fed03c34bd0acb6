import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { createScaleMusicEngine } from '../test-support/job-engines.test-support.ts'
import { type AccountServer, startAccountServer } from '../test-support/start-account-server.test-support.ts'
import { signWebhook } from './sign-webhook.ts'

const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface Delivery {
  readonly headers: Record<string, string>
  readonly payload: string
}

/** Receives webhooks and answers each with the next status; the last status repeats. */
async function startReceiver(...statuses: number[]) {
  const deliveries: Delivery[] = []
  const receiver = createServer(async (request, response) => {
    let payload = ''
    for await (const piece of request) payload += piece
    deliveries.push({ headers: request.headers as Record<string, string>, payload })
    response.writeHead(statuses[deliveries.length - 1] ?? statuses.at(-1)!, { location: '/elsewhere' }).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  return { deliveries, url, [Symbol.asyncDispose]: async () => void receiver.close() }
}

let clockOffsetMs = 0
function start(options = {}): Promise<AccountServer> {
  clockOffsetMs = 0
  return startAccountServer({
    engines: { music: createScaleMusicEngine() },
    jobs: { webhookSecret },
    allowHttpFetch: true,
    allowPrivateFetch: true,
    now: () => Date.now() + clockOffsetMs,
    ...options,
  })
}

let server: AccountServer
afterEach(() => server[Symbol.asyncDispose]())
const sing = (webhook_url: string, prompt = 'Rain') =>
  server.call('POST', '/v1/audio/music', { prompt, duration_seconds: 1, webhook_url })

it('reports the end of a job, with the URL of its result', async () => {
  server = await start()
  await using receiver = await startReceiver(204)
  const { id } = await (await sing(receiver.url)).json()
  await expect.poll(() => receiver.deliveries).toHaveLength(1)
  const [{ payload, headers }] = receiver.deliveries as [Delivery]
  const news = JSON.parse(payload)
  expect(news).toMatchObject({ type: 'music.succeeded', data: { id, status: 'succeeded', duration_seconds: 1 } })
  expect((await fetch(news.data.audio_url)).status).toBe(200)
  const signed = { id: headers['webhook-id']!, payload, at: Number(headers['webhook-timestamp']) * 1_000 }
  expect(headers).toMatchObject(signWebhook(webhookSecret, signed))
})

it('sends again what was not taken, under one id', async () => {
  server = await start()
  await using receiver = await startReceiver(500, 307, 200)
  await sing(receiver.url, 'be-unplayable')
  await expect.poll(() => receiver.deliveries.length).toBe(1)
  // A rejection may be recorded after its response is sent, so advance the clock until the others have arrived.
  const passAMinute = () => {
    clockOffsetMs += 60_000
    return receiver.deliveries.length
  }
  await expect.poll(passAMinute, { interval: 500 }).toBeGreaterThanOrEqual(3)
  expect(new Set(receiver.deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  expect(JSON.parse(receiver.deliveries[2]!.payload)).toMatchObject({ type: 'music.failed' })
  clockOffsetMs += 3_600_000
  await expect.poll(() => server.store.webhooks.claim(0, Number.MAX_SAFE_INTEGER)).toBeUndefined()
})

it.each([
  [{ jobs: {} }, 'https://example.com/hook', 422, 'no signing secret'],
  [{ allowHttpFetch: false }, 'http://example.com/hook', 400, 'only https'],
  [{ allowPrivateFetch: false }, 'http://127.0.0.1/hook', 400, 'public internet'],
  [{}, 'ftp://example.com/hook', 422, 'http(s) URL'],
])('with %o refuses %s', async (options, url, status, message) => {
  server = await start(options)
  const answer = await sing(url)
  expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(message)])
})
