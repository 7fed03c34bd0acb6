import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Options of {@link startBucketServer}. */
export interface BucketOptions {
  /** Requests that are allowed at once. */
  readonly capacity: number
  /** Requests per second that are allowed after that. */
  readonly perSecond: number
  /** Whether every answer reports the limit, with the time until it is full. Otherwise only `retry-after-ms` is sent. */
  readonly headers: boolean
}

/** A server of chat completions behind a strict token bucket. */
export interface BucketServer {
  readonly url: string
  /** Times of the requests, and whether they were accepted, in milliseconds since the first. */
  readonly arrivals: readonly { readonly atMs: number; readonly isAccepted: boolean }[]
  close(): Promise<void>
}

const answer = JSON.stringify({
  id: 'c1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
})

/** Starts a server that allows so many requests, and answers all others with 429. */
export async function startBucketServer({ capacity, perSecond, headers }: BucketOptions): Promise<BucketServer> {
  const arrivals: { atMs: number; isAccepted: boolean }[] = []
  let tokens = capacity
  let startMs: number | undefined
  let lastMs = 0
  const reply = (response: ServerResponse): void => {
    const nowMs = performance.now()
    startMs ??= nowMs
    tokens = Math.min(capacity, tokens + ((nowMs - (lastMs || nowMs)) * perSecond) / 1_000)
    lastMs = nowMs
    const isAccepted = tokens >= 1
    if (isAccepted) tokens -= 1
    arrivals.push({ atMs: nowMs - startMs, isAccepted })
    response.setHeader('content-type', 'application/json')
    if (headers) {
      response.setHeader('x-ratelimit-limit-requests', capacity)
      response.setHeader('x-ratelimit-remaining-requests', Math.floor(tokens))
      response.setHeader('x-ratelimit-reset-requests', `${Math.ceil(((capacity - tokens) * 1_000) / perSecond)}ms`)
    }
    if (isAccepted) return void response.end(answer)
    response.setHeader('retry-after-ms', Math.ceil(((1 - tokens) * 1_000) / perSecond))
    response.writeHead(429).end('{"detail":"too many requests"}')
  }
  const server = createServer((request, response) => {
    request.resume().on('end', () => reply(response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
