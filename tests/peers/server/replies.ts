// Bytes of the scripted replies, made once. Each function gives HTTP chunks with their framing, ready for a socket.

const head = { id: 'chatcmpl-8c1f0a4b2d6e4f7a9b3c5d7e', created: 1_700_000_000, model: 'mira' }
const words = ['The ', 'quick ', 'brown ', 'fox ', 'jumps ', 'over ', 'the ', 'läzy ', 'dog', '. ']

const chatEvent = (delta: object, finish_reason: string | null = null): string =>
  `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })}\n\n`

const responseEvent = (event: { type: string } & Record<string, unknown>): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

const frame = (payload: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${payload.length.toString(16)}\r\n`), payload, Buffer.from('\r\n')])

/** How events are laid over HTTP chunks. */
export type Layout = 'each' | 'bulk' | 'torn'

/** Lays events over HTTP chunks: one each, all in one, or cut without regard to events and characters. */
function layOut(events: readonly string[], layout: Layout): Buffer {
  if (layout === 'each') return Buffer.concat(events.map((event) => frame(Buffer.from(event))))
  const all = Buffer.from(events.join(''))
  return layout === 'bulk' ? frame(all) : Buffer.concat(cut(all).map(frame))
}

/** Pieces of 20 to 147 bytes by a fixed sequence, so that every run is torn alike. */
function cut(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  let seed = 1
  for (let start = 0; start < bytes.length; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    const end = start + 20 + ((seed >> 16) % 128)
    pieces.push(bytes.subarray(start, end))
    start = end
  }
  return pieces
}

/** A stream of events in three parts; `block` holds `deltasPerBlock` deltas and is repeated. */
export interface EventScript {
  readonly start: Buffer
  readonly block: Buffer
  readonly end: Buffer
}

export const deltasPerBlock = 500
const endOfBody = Buffer.from('0\r\n\r\n')

const wordAt = (index: number): string => words[index % words.length] as string

const delta = (index: number): string => chatEvent({ content: wordAt(index) })

export const oneDelta: Buffer = frame(Buffer.from(delta(0)))

export function chatScript(layout: Layout, deltas = deltasPerBlock): EventScript {
  const events = Array.from({ length: deltas }, (_, index) => delta(index))
  const end = layOut([chatEvent({}, 'stop'), 'data: [DONE]\n\n'], 'each')
  return {
    start: layOut([chatEvent({ role: 'assistant', content: '' })], 'each'),
    block: layOut(events, layout),
    end: Buffer.concat([end, endOfBody]),
  }
}

/** The same words in the form of Anthropic's API. */
export function messageScript(layout: Layout, deltas = deltasPerBlock): EventScript {
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: head.model, content: [], stop_reason: null }
  const block = { index: 0, content_block: { type: 'text', text: '' } }
  const event = (index: number): string =>
    responseEvent({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: wordAt(index) } })
  const events = Array.from({ length: deltas }, (_, index) => event(index))
  const start = [
    responseEvent({ type: 'message_start', message: { ...message, usage: { input_tokens: 1, output_tokens: 1 } } }),
    responseEvent({ type: 'content_block_start', ...block }),
  ]
  const end = [
    responseEvent({ type: 'content_block_stop', index: 0 }),
    responseEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: deltas } }),
    responseEvent({ type: 'message_stop' }),
  ]
  return {
    start: layOut(start, 'each'),
    block: layOut(events, layout),
    end: Buffer.concat([layOut(end, 'each'), endOfBody]),
  }
}

export function responseScript(deltas = deltasPerBlock): EventScript {
  const response = { id: 'resp_1', object: 'response', created_at: head.created, model: head.model, output: [] }
  const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] }
  const place = { item_id: item.id, output_index: 0, content_index: 0 }
  const part = { type: 'output_text', text: '', annotations: [] }
  const completed = { ...response, status: 'completed', output: [{ ...item, status: 'completed', content: [part] }] }
  const event = (index: number): string =>
    responseEvent({ type: 'response.output_text.delta', ...place, sequence_number: index, delta: wordAt(index) })
  const start = [
    responseEvent({ type: 'response.created', response: { ...response, status: 'in_progress' } }),
    responseEvent({ type: 'response.output_item.added', output_index: 0, item }),
    responseEvent({ type: 'response.content_part.added', ...place, part }),
  ]
  return {
    start: layOut(start, 'each'),
    block: layOut(
      Array.from({ length: deltas }, (_, index) => event(index)),
      'each',
    ),
    end: Buffer.concat([
      layOut([responseEvent({ type: 'response.completed', response: completed })], 'each'),
      endOfBody,
    ]),
  }
}

export const completion: Buffer = Buffer.from(
  JSON.stringify({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 8, completion_tokens: 10, total_tokens: 18 },
  }),
)

export const dimensions = 1_536

export function embeddings(count: number, format: 'float' | 'base64'): Buffer {
  const vector = Float32Array.from({ length: dimensions }, (_, index) => Math.sin(index + 1) / 20)
  const embedding = format === 'float' ? [...vector] : Buffer.from(vector.buffer).toString('base64')
  const data = Array.from({ length: count }, (_, index) => ({ object: 'embedding', index, embedding }))
  return Buffer.from(
    JSON.stringify({ object: 'list', model: 'mira-embed', data, usage: { prompt_tokens: 1, total_tokens: 1 } }),
  )
}
