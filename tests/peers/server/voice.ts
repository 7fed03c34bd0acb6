import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'

interface VoiceEvent {
  readonly type: string
  readonly [field: string]: unknown
}

/** How an event travels. */
type Form = (event: VoiceEvent) => unknown

const plain: Form = (event) => event
/** As a broadcast of a channel of Phoenix. */
const broadcast: Form = (event) => {
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
const frames = new Map([plain, broadcast].map((form) => [form, deltas.map((delta) => encode(form, delta))]))

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })

/** Opens a voice session whose responses have as many audio deltas. */
export function openVoice(request: IncomingMessage, socket: Duplex, head: Buffer, deltaCount: number): void {
  const form = request.url?.includes('/websocket') ? broadcast : plain
  sockets.handleUpgrade(request, socket, head, (opened) => {
    opened.on('message', (data: RawData) => take(opened, data.toString(), form, deltaCount))
    if (form === plain) send(opened, form, { type: 'session.created', session: {} })
  })
}

function take(socket: WebSocket, text: string, form: Form, deltaCount: number): void {
  if (text.length > maxControlBytes) return
  if (text.includes('phx_join')) socket.send(joined(text))
  else if (text.includes('response.create')) void respond(socket, form, deltaCount)
  else if (text.includes('input_audio_buffer.commit')) send(socket, form, { type: 'input_audio_buffer.committed' })
}

function joined(text: string): string {
  const [joinRef, ref, topic] = JSON.parse(text)
  return JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: { postgres_changes: [] } }])
}

async function respond(socket: WebSocket, form: Form, deltaCount: number): Promise<void> {
  const response = { id: ids.response_id }
  send(socket, form, { type: 'response.created', response })
  const ready = frames.get(form) ?? []
  for (let sent = 0; sent < deltaCount; sent += ready.length) {
    const [last, ...others] = ready.slice(0, deltaCount - sent)
    for (const frame of others) socket.send(frame, { binary: false })
    // Goes on once the client has taken what there is.
    await new Promise((resolve) => socket.send(last ?? '', { binary: false }, resolve))
  }
  send(socket, form, { type: 'response.done', response })
}

const send = (socket: WebSocket, form: Form, event: VoiceEvent): void =>
  socket.send(encode(form, event), { binary: false })

function encode(form: Form, event: VoiceEvent): Buffer {
  return Buffer.from(JSON.stringify(form(event)))
}
