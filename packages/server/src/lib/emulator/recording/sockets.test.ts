import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { control } from '../../test-support/control-client.test-support.ts'
import { createManualClock } from '../../test-support/manual-clock.test-support.ts'
import { startEmulator } from '../../test-support/start-emulator.test-support.ts'
import { startUpstream } from '../../test-support/start-upstream.test-support.ts'
import type { EmulatorOptions } from '../emulator-options.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-sockets-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Starts an upstream that greets and answers each event, binary messages included. */
async function startSocketUpstream() {
  const upstream = await startUpstream((_request, response) => void response.end())
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'realtime' })
  const upgrades: { readonly url: string; readonly authorization: string | undefined }[] = []
  upstream.server.on('upgrade', (request, socket, head) => {
    upgrades.push({ url: request.url ?? '', authorization: request.headers.authorization })
    if (request.url?.includes('refused')) {
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 10\r\ncontent-type: text/plain\r\n\r\nNo session')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.send(JSON.stringify({ type: 'session.created', key: 'sk-abcdefghij0123456789' }))
      webSocket.on('message', (data, isBinary) => {
        if (isBinary) return webSocket.send(data)
        const { type, text } = JSON.parse(data.toString())
        if (type === 'end') return webSocket.close(4_001, 'Over')
        webSocket.send(JSON.stringify({ type: 'answer', text: `${text}!` }))
        webSocket.send(JSON.stringify({ type: 'answer.done' }))
      })
    })
  })
  return { ...upstream, upgrades, [Symbol.asyncDispose]: () => closeUpstream(upstream, sockets) }
}

async function closeUpstream(upstream: AsyncDisposable, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate()
  await upstream[Symbol.asyncDispose]()
}

/** Holds a conversation: sends each message once as many answers as before have arrived; returns what was received. */
async function converse(url: string, messages: readonly { readonly send: string | Buffer; readonly after: number }[]) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime?model=m`, ['realtime'], {
    headers: { authorization: 'Bearer sk-of-the-caller-0123456789' },
  })
  const received: string[] = []
  const closed = once(socket, 'close')
  let sent = 0
  socket.on('message', (data, isBinary) => {
    received.push(isBinary ? `binary ${(data as Buffer).toString('hex')}` : data.toString())
    while (sent < messages.length && messages[sent]!.after <= received.length) socket.send(messages[sent++]!.send)
  })
  const [code, reason] = await closed
  return { protocol: socket.protocol, received, code, reason: String(reason) }
}

const conversation = [
  { send: JSON.stringify({ type: 'say', text: 'Hello' }), after: 1 },
  { send: Buffer.from([0, 255, 7]), after: 3 },
  { send: JSON.stringify({ type: 'end' }), after: 4 },
]

const record = ({ url }: { readonly url: string }) =>
  startEmulator([], { emulator: { record: { target: url, out: folder }, control: true } })
const replay = (emulator: EmulatorOptions = {}) =>
  startEmulator([], { emulator: { fixtures: folder, control: true, replay: { speed: Infinity }, ...emulator } })

it('relays, records and replays both directions of a socket, and its end', async () => {
  await using upstream = await startSocketUpstream()
  await using recorder = await record(upstream)
  const relayed = await converse(recorder.url, conversation)
  expect(relayed).toMatchObject({ protocol: 'realtime', code: 4_001, reason: 'Over' })
  expect(relayed.received).toEqual([
    '{"type":"session.created","key":"sk-abcdefghij0123456789"}',
    '{"type":"answer","text":"Hello!"}',
    '{"type":"answer.done"}',
    'binary 00ff07',
  ])
  expect(upstream.upgrades).toEqual([
    { url: '/v1/realtime?model=m', authorization: 'Bearer sk-of-the-caller-0123456789' },
  ])
  await expect.poll(() => readdir(folder)).toEqual(['0001-get-v1-realtime.yaml'])
  const text = await readFile(join(folder, '0001-get-v1-realtime.yaml'), 'utf8')
  expect(text).not.toMatch(/caller|abcdefghij/)
  await using replayer = await replay()
  const [greeting, ...rest] = relayed.received
  expect(await converse(replayer.url, conversation)).toEqual({
    ...relayed,
    received: [greeting!.replace('abcdefghij0123456789', '*'.repeat(20)), ...rest],
  })
  const { body } = await control(replayer, 'GET', 'requests')
  expect(body.data[0]).toMatchObject({ path: '/v1/realtime', fixture: expect.stringContaining('0001') })
  expect(body.data[0].events).toHaveLength(7)
})

it('has written the sockets that were open when the server has closed', async () => {
  await using upstream = await startSocketUpstream()
  await using recorder = await record(upstream)
  const socket = new WebSocket(`${recorder.url.replace('http', 'ws')}/v1/realtime`, ['realtime'])
  const bytes = Buffer.alloc(4 * 1024 * 1024, 'mira')
  let received = 0
  await new Promise<void>((resolve) => {
    socket.on('message', (_data, isBinary) => {
      if (!isBinary) for (let count = 0; count < 4; count++) socket.send(bytes)
      else if (++received === 4) resolve()
    })
  })
  await recorder.close({ graceMs: 0 })
  expect(await readdir(folder)).toEqual(['0001-get-v1-realtime.yaml'])
  const text = await readFile(join(folder, '0001-get-v1-realtime.yaml'), 'utf8')
  expect(text.split(bytes.toString('base64'))).toHaveLength(9)
  expect(text).toContain('code: 1001')
})

it.each([
  { name: 'accepts no socket', acceptsSockets: false, files: [] },
  { name: 'does not close its sockets', acceptsSockets: true, files: ['0001-get-v1-realtime.yaml'] },
])('closes although the upstream $name', async ({ acceptsSockets, files }) => {
  await using upstream = await startUpstream((_request, response) => void response.end())
  const arrived = new Promise<Duplex>((resolve) => {
    upstream.server.on('upgrade', (request, socket) => {
      const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
      const accept = createHash('sha1').update(key).digest('base64')
      const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket']
      if (acceptsSockets) socket.write([...lines, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'))
      resolve(socket)
    })
  })
  const recorder = await record(upstream)
  const socket = new WebSocket(`${recorder.url.replace('http', 'ws')}/v1/realtime`)
  socket.on('error', () => undefined)
  const [connection] = await Promise.all([arrived, acceptsSockets ? once(socket, 'open') : undefined])
  await recorder.close({ graceMs: 0 })
  expect(await readdir(folder)).toEqual(files)
  connection.destroy()
})

it('closes a replayed socket whose client sends something else', async () => {
  await using upstream = await startSocketUpstream()
  await using recorder = await record(upstream)
  await converse(recorder.url, conversation)
  await expect.poll(() => readdir(folder)).toEqual(['0001-get-v1-realtime.yaml'])
  await using replayer = await replay()
  const other = [{ send: JSON.stringify({ type: 'shout' }), after: 1 }]
  expect(await converse(replayer.url, other)).toMatchObject({ code: 1_008, reason: 'Recorded: say, received: shout' })
})

it('relays the rejection of an upgrade', async () => {
  await using upstream = await startSocketUpstream()
  await using recorder = await record(upstream)
  const socket = new WebSocket(`${recorder.url.replace('http', 'ws')}/v1/realtime?refused`)
  const [, response] = await once(socket, 'unexpected-response')
  let body = ''
  for await (const chunk of response) body += chunk
  expect([response.statusCode, body]).toEqual([403, 'No session'])
  expect(await readdir(folder)).toEqual([])
})

it('replays at the recorded times on a virtual clock', async () => {
  const frame = (atMs: number, from: string, type: string) =>
    `        - { atMs: ${atMs}, from: ${from}, text: '{"type":"${type}"}' }\n`
  await writeFile(
    join(folder, 'x.yaml'),
    `exchanges:\n  - request: { method: GET, path: /v1/realtime }\n    socket:\n      openAtMs: 5\n      frames:\n${frame(
      25,
      'server',
      'a',
    )}${frame(100, 'client', 'b')}${frame(140, 'server', 'c')}      close: { atMs: 150, from: server, code: 1000 }\n`,
  )
  const clock = createManualClock()
  await using replayer = await replay({ replay: { clock } })
  const socket = new WebSocket(`${replayer.url.replace('http', 'ws')}/v1/realtime`)
  const due: number[] = []
  socket.once('message', () => socket.send('{"type":"b"}'))
  let isClosed = false
  socket.on('close', () => {
    isClosed = true
  })
  for (;;) {
    await expect.poll(() => isClosed || clock.pending.length > 0).toBe(true)
    if (isClosed) break
    due.push(clock.pending[0]!)
    clock.advance()
  }
  expect(due).toEqual([20, 60, 70])
})

it('answers a socket that a fixture covers itself', async () => {
  await using upstream = await startSocketUpstream()
  await using recorder = await startEmulator([{ match: { endpoint: 'realtime' }, answer: { text: 'Hi' } }], {
    emulator: { record: { target: upstream.url, out: folder } },
  })
  const socket = new WebSocket(`${recorder.url.replace('http', 'ws')}/v1/realtime`, {
    headers: { authorization: `Bearer ${recorder.apiKey}` },
  })
  const [data] = await once(socket, 'message')
  expect(JSON.parse(data.toString()).type).toBe('session.created')
  expect(upstream.upgrades).toEqual([])
  socket.terminate()
})

it.each([
  { name: 'a fault before the handshake', fault: { dropAfterBytes: 0 }, received: 0 },
  { name: 'a drop within the second message', fault: { dropAfterBytes: 70 }, received: 1 },
])('applies $name to a replayed socket', async ({ fault, received }) => {
  await using upstream = await startSocketUpstream()
  await using recorder = await record(upstream)
  await converse(recorder.url, conversation)
  await expect.poll(() => readdir(folder)).toEqual(['0001-get-v1-realtime.yaml'])
  await using replayer = await replay()
  await control(replayer, 'POST', 'faults', { faults: [{ fault }] })
  const outcome = await converse(replayer.url, conversation).catch(() => ({ received: [], code: 0 }))
  expect(outcome.received).toHaveLength(received)
})
