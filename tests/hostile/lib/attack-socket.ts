import { once } from 'node:events'
import type { Attacker } from './attack-http.ts'
import { hostileTexts, hostileValue } from './hostile-values.ts'
import type { Random } from './random.ts'

/** Result of one hostile realtime session. */
export interface SocketOutcome {
  readonly sent: number
  /** Close code; `rejected` without a handshake, `unanswered` when the session neither answered the last event nor closed. */
  readonly end: number | 'rejected' | 'answered' | 'unanswered'
}

const eventTypes = [
  'session.update',
  'input_audio_buffer.append',
  'input_audio_buffer.commit',
  'input_audio_buffer.clear',
  'conversation.item.create',
  'conversation.item.delete',
  'conversation.item.truncate',
  'conversation.item.retrieve',
  'response.create',
  'response.cancel',
  'unknown.event',
]

/** Event that the server answers with an error that repeats its id. */
const probe = { type: 'unknown.event', event_id: 'probe-of-the-session' }

/** Opens a realtime session, sends hostile events, and closes it. */
export async function attackSocket({ url, key, random }: Attacker): Promise<SocketOutcome> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/realtime`, [
    random.pick(['mira-realtime.v1', 'realtime']),
    `openai-insecure-api-key.${key}`,
  ])
  const closed = once(socket, 'close').then(([event]) => event.code as number)
  const opened = await Promise.race([once(socket, 'open').then(() => true), closed.then(() => false)])
  if (!opened) return { sent: 0, end: 'rejected' }
  const answered = new Promise<'answered'>((resolve) => {
    // `session.created` and responses come by themselves: only the error of the last event shows that the session works.
    socket.addEventListener('message', ({ data }) => String(data).includes(probe.event_id) && resolve('answered'))
  })
  const count = 1 + random.below(20)
  for (let index = 0; index < count && socket.readyState === WebSocket.OPEN; index++) socket.send(frame(random))
  socket.send(JSON.stringify(probe))
  const timeout = new Promise<'unanswered'>((resolve) => setTimeout(resolve, 20_000, 'unanswered').unref())
  const end = await Promise.race([closed, answered, timeout])
  socket.close()
  return { sent: count, end }
}

function frame(random: Random): string | Uint8Array<ArrayBuffer> {
  if (random.chance(0.1)) return random.pick(['', '{', 'null', '[]', `${'['.repeat(5_000)}`, '{"type":7}'])
  if (random.chance(0.1)) return new Uint8Array(random.pick([0, 1, 3_200, 100_001]))
  const names = ['session', 'audio', 'item', 'item_id', 'response', 'content_index', 'audio_end_ms', 'event_id']
  const fields = names.filter(() => random.chance(0.4)).map((name) => [name, hostileValue(random)])
  const event = { type: random.pick(eventTypes), ...Object.fromEntries(fields) }
  if (event.type === 'conversation.item.create' && random.chance(0.5)) {
    const content = [{ type: 'input_text', text: random.pick(hostileTexts) }]
    return JSON.stringify({ ...event, item: { type: 'message', role: 'user', content } })
  }
  return JSON.stringify(event)
}
