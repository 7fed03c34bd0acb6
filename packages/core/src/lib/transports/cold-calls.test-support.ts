// Makes the first calls of a process and prints their results; run by node-http.test.ts.

import { metadataOf } from '../call-report.ts'
import { createClient } from '../client.ts'
import { isMiraError } from '../error.ts'
import { EventStream } from '../event-stream.ts'
import { request } from '../request.ts'

// The timer that loads undici could fire during the test on a busy machine; it is the only one that is unref'ed.
const startTimer = globalThis.setTimeout
globalThis.setTimeout = ((callback: () => void, ms: number) => {
  const timer = startTimer(callback, ms)
  timer.unref = () => timer.close()
  return timer
}) as typeof setTimeout

const client = createClient({ baseUrl: process.argv[2] as string, retry: false })
const get = (path: string, options?: object): Promise<object> =>
  request<object>(client, { operation: 'cold', path }, options)
const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error) => (isMiraError(error) ? error.code : String(error?.message ?? error)))

function open(path: string): EventStream<string, string[]> {
  const items: string[] = []
  let isDone = false
  const read = ({ data }: { data: string }): string | undefined => {
    isDone = data === '[DONE]'
    if (isDone) return undefined
    items.push(data)
    return data
  }
  const reader = { read, isDone: () => isDone, isComplete: () => isDone, snapshot: () => items }
  return new EventStream({ client, spec: { operation: 'cold', path, json: {} }, reader })
}

async function leave(): Promise<string[]> {
  const stream = open('/v1/held')
  for await (const _item of stream) break
  return stream.snapshot
}

const controller = new AbortController()
setTimeout(() => controller.abort(new Error('mine')), 50)
const json = await get('/v1/json')
const results = {
  json,
  requestId: metadataOf(json)?.requestId,
  echo: await request(client, { operation: 'cold', path: '/v1/echo', json: { a: 1 } }),
  refused: await codeOf(get('/v1/refused')),
  dropped: await codeOf(get('/v1/dropped')),
  reset: await codeOf(get('/v1/reset')),
  stalled: await codeOf(get('/v1/stalled', { timeout: { idle: 50 } })),
  aborted: await codeOf(get('/v1/stalled', { signal: controller.signal })),
  gzip: await get('/v1/gzip'),
  moved: await get('/v1/moved'),
  unreachable: await codeOf(request(client, { operation: 'cold', path: 'http://127.0.0.1:1/v1/json' })),
  stream: await open('/v1/stream').final(),
  left: await leave(),
}
const isUndiciLoaded = Symbol.for('undici.globalDispatcher.1') in globalThis
console.log(JSON.stringify({ isUndiciLoaded, results }))
