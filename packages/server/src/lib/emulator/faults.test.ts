import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { control } from '../test-support/control-client.test-support.ts'
import { connectClient } from '../test-support/realtime-client.test-support.ts'
import { ask, startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { WordServer } from '../test-support/start-word-server.test-support.ts'
import type { FaultRule } from './fault-book.ts'

const text = 'Grüße aus München 🙂 '.repeat(20)

async function startFaulty(...faults: FaultRule[]): Promise<WordServer> {
  const server = await startEmulator([{ answer: { text } }], { emulator: { control: true } })
  expect((await control(server, 'POST', 'faults', { faults })).status).toBe(200)
  return server
}

/** Sends a question over a plain socket; resolves with what was received once the server has closed the connection. */
function receive(server: WordServer): Promise<{ readonly received: Buffer; readonly error: string | undefined }> {
  const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'Hi' }] })
  const head = [
    'POST /v1/chat/completions HTTP/1.1',
    'host: x',
    'connection: close',
    `authorization: Bearer ${server.apiKey}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
  ]
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  let error: string | undefined
  return new Promise((resolve) => {
    socket.on('data', (chunk) => void chunks.push(chunk))
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      error = cause.code
    })
    socket.on('close', () => resolve({ received: Buffer.concat(chunks), error }))
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  })
}

it.each([
  { fault: { status: 429, retryAfterSeconds: 0 }, retryAfter: '0' },
  {
    fault: { status: 503, retryAfterSeconds: 'Fri, 31 Dec 1999 23:59:59 GMT' },
    retryAfter: 'Fri, 31 Dec 1999 23:59:59 GMT',
  },
  { fault: { status: 500, headers: { 'x-why': 'a' } }, retryAfter: null },
])('fails with $fault', async ({ fault, retryAfter }) => {
  await using server = await startFaulty({ fault })
  const response = await server.post('/v1/embeddings', {})
  expect([response.status, response.headers.get('retry-after')]).toEqual([fault.status, retryAfter])
  expect(response.headers.get('x-why')).toBe(fault.headers?.['x-why'] ?? null)
})

it('fails the requests that the rule selects', async () => {
  await using server = await startFaulty({
    match: { endpoint: 'chat', method: 'post' },
    fault: { status: 500 },
    after: 1,
    times: 2,
  })
  const statuses = []
  for (let count = 0; count < 5; count++) statuses.push((await ask(server, 'Hi')).slice(0, 3))
  expect(statuses).toEqual(['Grü', '500', '500', 'Grü', 'Grü'])
})

it('fails requests with one API key', async () => {
  await using server = await startEmulator([{ answer: { text } }], { emulator: { control: true } })
  const { key } = (await control(server, 'POST', 'keys', {})).body
  await control(server, 'POST', 'faults', { faults: [{ match: { key }, fault: { status: 500 } }] })
  expect(await ask(server, 'Hi')).toBe(text)
  expect(await ask(server, 'Hi', { authorization: `Bearer ${key}` })).toContain('500')
  expect(JSON.stringify((await control(server, 'GET', 'faults')).body)).not.toContain(key)
})

it('selects the same requests by probability for the same seed', async () => {
  const draw = async () => {
    await using server = await startFaulty({ fault: { status: 500 }, probability: 0.5, seed: 7 })
    const failed = []
    for (let count = 0; count < 12; count++) failed.push((await ask(server, 'Hi')).startsWith('500'))
    return failed
  }
  const failed = await draw()
  expect(await draw()).toEqual(failed)
  expect(new Set(failed).size).toBe(2)
})

it('drops the connection before the response', async () => {
  await using server = await startFaulty({ fault: { dropAfterBytes: 0 } })
  const { received } = await receive(server)
  expect(received.length).toBe(0)
})

it.each([1, 50, 200])('drops the connection after %i bytes of the body', async (dropAfterBytes) => {
  await using server = await startFaulty({ fault: { dropAfterBytes } })
  const { received } = await receive(server)
  const body = received.subarray(received.indexOf('\r\n\r\n') + 4)
  const start = body.indexOf('\r\n') + 2
  expect(body.subarray(start, start + dropAfterBytes + 2)).toHaveLength(dropAfterBytes + 2)
  expect(body.includes('\r\n0\r\n')).toBe(false)
})

it('ends the response properly in the middle', async () => {
  await using server = await startFaulty({ fault: { endAfterBytes: 30 } })
  const response = await server.post('/v1/chat/completions', {
    model: 'mira',
    messages: [{ role: 'user', content: 'Hi' }],
  })
  expect(Buffer.from(await response.arrayBuffer())).toHaveLength(30)
})

it('stalls until the client disconnects', async () => {
  await using server = await startFaulty({ fault: { stallAfterBytes: 10 } })
  const client = new AbortController()
  const body = { model: 'mira', messages: [{ role: 'user', content: 'Hi' }] }
  const response = await server.post('/v1/chat/completions', body, { signal: client.signal })
  const reader = response.body!.getReader()
  expect((await reader.read()).value).toHaveLength(10)
  const next = reader.read()
  client.abort()
  await expect(next).rejects.toThrow('aborted')
  const { body: waited } = await control(server, 'POST', 'requests/wait', { path: '/v1/chat/completions' })
  expect(waited.data[0]).toMatchObject({ fault: { stallAfterBytes: 10 } })
})

it('tears characters and inserts garbage, and leaves the rest as it is', async () => {
  await using server = await startFaulty({ fault: { chunkBytes: 1, garbageAfterBytes: 20 } })
  const body = { model: 'mira', messages: [{ role: 'user', content: 'Hi' }] }
  const response = await server.post('/v1/chat/completions', body)
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(bytes.subarray(20, 22)).toEqual(Buffer.of(0xff, 0xfe))
  const rest = Buffer.concat([bytes.subarray(0, 20), bytes.subarray(30)]).toString()
  expect(JSON.parse(rest).choices[0].message.content).toBe(text)
})

it('rejects a session, and disconnects one after a number of events', async () => {
  await using server = await startFaulty(
    { match: { endpoint: 'realtime' }, fault: { status: 503, detail: 'Later' }, times: 1 },
    { match: { endpoint: 'realtime' }, fault: { disconnectAfterEvents: 2, closeCode: 1011 }, times: 1 },
    { match: { endpoint: 'realtime' }, fault: { disconnectAfterEvents: 1 }, times: 1 },
  )
  await expect(connectClient(server)).rejects.toThrow('Later')
  const closed = async () => {
    const client = await connectClient(server)
    return { code: (await client.closed).code, events: client.events.length }
  }
  expect(await closed()).toEqual({ code: 1011, events: 2 })
  expect((await closed()).code).toBe(1006)
})

it('applies a fault plan in code to sessions too', async () => {
  const server = await startEmulator([], {
    faults: ({ path }) => (path === '/v1/realtime' ? { status: 503 } : undefined),
  })
  await using _ = server
  await expect(connectClient(server)).rejects.toThrow('Injected fault 503')
})
