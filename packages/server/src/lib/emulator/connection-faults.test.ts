import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { control } from '../test-support/control-client.test-support.ts'
import { startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { FaultRule } from './fault-book.ts'

const upgrade = [
  'GET /v1/realtime HTTP/1.1',
  'host: x',
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==',
]
const get = ['GET /v1/models HTTP/1.1', 'host: x']

async function startFaulty(...faults: FaultRule[]) {
  const server = await startEmulator([{ answer: { text: 'Hi' } }], { emulator: { control: true } })
  expect((await control(server, 'POST', 'faults', { faults })).status).toBe(200)
  return server
}

/** Connects a session over a plain socket, and collects what it receives after the head of the handshake. */
function openRaw(server: { readonly url: string; readonly apiKey: string }, lines: readonly string[]) {
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true })
  socket.write(`${[...lines, `authorization: Bearer ${server.apiKey}`].join('\r\n')}\r\n\r\n`)
  let bytes = Buffer.alloc(0)
  const chunks: number[] = []
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    chunks.push(chunk.length)
  })
  const body = () => {
    const end = bytes.indexOf('\r\n\r\n')
    return end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4)
  }
  return { socket, body, chunks, ended: once(socket, 'end'), received: () => bytes.length }
}

it.each([
  { name: 'a request', lines: get },
  { name: 'an upgrade', lines: upgrade },
])(
  'accepts $name and keeps the connection open, even if the client closes its side, until the server is closed',
  async ({ lines }) => {
    const server = await startFaulty({ fault: { halfOpen: true }, times: 1 })
    const { socket, ended, received } = openRaw(server, lines)
    let isEnded = false
    ended.then(
      () => {
        isEnded = true
      },
      () => undefined,
    )
    const path = lines === get ? '/v1/models' : '/v1/realtime'
    await expect.poll(async () => (await control(server, 'GET', `requests?path=${path}`)).body.data.length).toBe(1)
    socket.end()
    await once(socket, 'finish')
    // The server has seen what was sent before, and has served other requests since.
    for (let count = 0; count < 3; count++) await (await fetch(`${server.url}/v1/models`)).text()
    expect([isEnded, received()]).toEqual([false, 0])
    const [journaled] = (await control(server, 'GET', `requests?path=${path}`)).body.data
    expect(journaled).toMatchObject({ fault: { halfOpen: true } })
    await server.close({ graceMs: 0 })
    await Promise.race([ended, once(socket, 'close')])
  },
)

it.each([
  { name: 'ends', fault: { endAfterBytes: 12 }, length: 12 },
  { name: 'drops', fault: { dropAfterBytes: 12 }, length: 12 },
])('$name the connection of a session after bytes of what it sends', async ({ fault, length }) => {
  await using server = await startFaulty({ match: { endpoint: 'realtime' }, fault })
  const { socket, body, ended } = openRaw(server, upgrade)
  await ended
  expect(body()).toHaveLength(length)
  socket.destroy()
})

it('stalls a session after bytes of what it sends, and closes it with the server', async () => {
  const server = await startFaulty({ match: { endpoint: 'realtime' }, fault: { stallAfterBytes: 5 } })
  const { socket, body } = openRaw(server, upgrade)
  await expect.poll(() => body().length).toBe(5)
  for (let count = 0; count < 3; count++) await (await fetch(`${server.url}/v1/models`)).text()
  expect(body()).toHaveLength(5)
  const closed = once(socket, 'close')
  socket.on('error', () => undefined)
  socket.on('end', () => socket.end())
  await Promise.all([server.close({ graceMs: 0 }), closed])
})

it('inserts garbage into the frames of a session, which ends it', async () => {
  await using server = await startFaulty({ match: { endpoint: 'realtime' }, fault: { garbageAfterBytes: 0 } })
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime`, {
    headers: { authorization: `Bearer ${server.apiKey}` },
  })
  const [error] = await once(socket, 'error')
  expect(error.code).toMatch(/^WS_ERR_/)
  socket.terminate()
})

it('tears the frames of a session, which arrive complete', async () => {
  await using server = await startFaulty({ match: { endpoint: 'realtime' }, fault: { chunkBytes: 1 } })
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime`, {
    headers: { authorization: `Bearer ${server.apiKey}` },
  })
  const [data] = await once(socket, 'message')
  expect(JSON.parse(data.toString()).type).toBe('session.created')
  socket.terminate()
})
