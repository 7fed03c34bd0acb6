import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'

interface VoiceEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/** Encoding of an event on the wire. */
type Encoding = (event: VoiceEvent) => unknown

const plain: Encoding = (event) => event
/** Broadcast of a Phoenix channel. */
const broadcast: Encoding = (event) => {
  const payload = { type: 'broadcast', event: event.type, payload: event }
  return [null, null, 'realtime:voice', 'broadcast', payload]
}

/** 100 ms of pcm16 at 24 kHz. */
const bytesPerDelta = 4_800
/** Longer messages are audio. */
const maxControlBytes = 512

const ids = { response_id: 'resp_1', item_id: 'item_1', output_index: 0, content_index: 0 }
const deltas: readonly VoiceEvent[] = Array.from({ length: 50 }, (_, index) => {
  const audio = Uint8Array.from({ length: bytesPerDelta }, (_, at) => (at * (index + 7) * 31) % 251)
  const delta = Buffer.from(audio).toString('base64')
  return { type: 'response.audio.delta', event_id: `event_${index}`, ...ids, delta }
})
const frames = new Map([plain, broadcast].map((encoding) => [encoding, deltas.map((delta) => encode(encoding, delta))]))

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })

/** Arguments of Node's `upgrade` event. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

/** Opens a voice session whose responses have the given number of audio deltas. */
export function openVoice({ request, socket, head }: Upgrade, deltaCount: number): void {
  const encoding = request.url?.includes('/websocket') ? broadcast : plain
  sockets.handleUpgrade(request, socket, head, (opened) => {
    opened.on('message', (data: RawData) => handle({ socket: opened, encoding, deltaCount }, data.toString()))
    if (encoding === plain) send(opened, encoding, { type: 'session.created', session: {} })
  })
}

interface Session {
  readonly socket: WebSocket
  readonly encoding: Encoding
  readonly deltaCount: number
}

function handle({ socket, encoding, deltaCount }: Session, text: string): void {
  if (text.length > maxControlBytes) return
  if (text.includes('phx_join')) socket.send(joined(text))
  else if (text.includes('response.create')) void respond(socket, encoding, deltaCount)
  else if (text.includes('input_audio_buffer.commit')) send(socket, encoding, { type: 'input_audio_buffer.committed' })
}

function joined(text: string): string {
  const [joinRef, ref, topic] = JSON.parse(text)
  return JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: { postgres_changes: [] } }])
}

async function respond(socket: WebSocket, encoding: Encoding, deltaCount: number): Promise<void> {
  const response = { id: ids.response_id }
  send(socket, encoding, { type: 'response.created', response })
  const ready = frames.get(encoding) ?? []
  for (let sent = 0; sent < deltaCount; sent += ready.length) {
    const [last, ...others] = ready.slice(0, deltaCount - sent)
    for (const frame of others) socket.send(frame, { binary: false })
    // Wait until the client has received everything.
    await new Promise((resolve) => socket.send(last ?? '', { binary: false }, resolve))
  }
  send(socket, encoding, { type: 'response.done', response })
}

const send = (socket: WebSocket, encoding: Encoding, event: VoiceEvent): void =>
  socket.send(encode(encoding, event), { binary: false })

function encode(encoding: Encoding, event: VoiceEvent): Buffer {
  return Buffer.from(JSON.stringify(encoding(event)))
}
