import { createRandom } from '../../../packages/engine/src/lib/random.ts'
import type { Dialect } from './dialects.ts'

/** Stream of one family of servers; `delta` returns the event with one piece of text. */
export type StreamShape = Pick<Dialect, 'start' | 'delta' | 'end'>

/** Pieces as tokenizers cut text, with quotes, escapes, accents, CJK and emoji among them. */
const pieces = [
  ' the',
  'ing',
  ' and',
  ',',
  ' model',
  '\n\n',
  '\n',
  ' "x"',
  ' C:\\',
  ' café',
  ' “so”',
  ' 東京',
  ' 🚀',
  ' 42',
  ' {',
  ' }',
  '\t',
  '</p>',
]
const pieceAt = (index: number): string => pieces[index % pieces.length] as string

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`
const done = 'data: [DONE]\n\n'
const usage = { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 }

const plain = {
  id: 'chatcmpl-5b0e7c41d2a94f3e8a6b9c1d',
  object: 'chat.completion.chunk',
  created: 1_764_000_000,
  model: 'mira',
}
const vendor = {
  ...plain,
  model: 'gpt-4o-mini-2024-07-18',
  service_tier: 'default',
  system_fingerprint: 'fp_0ba0d124f1',
}

interface ChunkFields {
  readonly finish?: string | null
  /** Fields of the choice. */
  readonly choice?: object
  /** Fields of the chunk. */
  readonly more?: object
}

const chunk = (base: object, delta: object, { finish = null, choice = {}, more = {} }: ChunkFields = {}): string =>
  data({ ...base, choices: [{ index: 0, delta, ...choice, finish_reason: finish }], ...more })

const opening = { role: 'assistant', content: '' }

/** Chunk that is padded with random characters, which hides the length of its text from observers. */
function padded(random: () => number): StreamShape {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const padding = () =>
    letters.slice(0, 1 + Math.floor(random() * 16)).replace(/./g, () => letters[Math.floor(random() * 36)] as string)
  const more = () => ({ usage: null, obfuscation: padding() })
  const choice = { logprobs: null }
  return {
    start: [chunk(vendor, { ...opening, refusal: null }, { choice, more: more() })],
    delta: (index) => chunk(vendor, { content: pieceAt(index) }, { choice, more: more() }),
    end: [chunk(vendor, {}, { finish: 'stop', choice, more: more() }), data({ ...vendor, choices: [], usage }), done],
  }
}

/** Chunk with extra fields of random names, values and places, by a seed. */
function random(seed: number): StreamShape {
  const next = createRandom(seed)
  const extra = () =>
    Object.fromEntries(
      Array.from({ length: Math.floor(next() * 4) }, () => [
        `x_${Math.floor(next() * 9)}`,
        [null, next(), `${next()}`, { a: [1, next()] }][Math.floor(next() * 4)],
      ]),
    )
  return {
    start: [chunk(plain, opening, { more: extra() })],
    delta: (index) =>
      chunk({ ...extra(), ...plain }, { ...extra(), content: pieceAt(index) }, { choice: extra(), more: extra() }),
    end: [chunk(plain, {}, { finish: 'stop' }), done],
  }
}

const filterResults = { hate: { filtered: false, severity: 'safe' }, self_harm: { filtered: false, severity: 'safe' } }

/**
 * Chat streams in the formats of several server families. All are common in production, so a client is judged by the
 * slowest one.
 *
 * @param seed - Seed of padding and of the random family.
 */
export function chatShapes(seed: number): Readonly<Record<string, StreamShape>> {
  return {
    thinking: {
      start: [chunk(plain, opening)],
      delta: (index) =>
        chunk(plain, index % 3 === 0 ? { thinking_content: pieceAt(index) } : { content: pieceAt(index) }),
      end: [chunk(plain, {}, { finish: 'stop' }), done],
    },
    padded: padded(createRandom(seed)),
    counted: {
      start: [chunk(plain, opening)],
      delta: (index) =>
        chunk(
          plain,
          { content: pieceAt(index) },
          {
            choice: { logprobs: null, token_ids: null },
            more: { usage: { ...usage, completion_tokens: index + 1, total_tokens: index + 10 } },
          },
        ),
      end: [chunk(plain, { content: '' }, { finish: 'stop', more: { usage } }), done],
    },
    ticking: {
      start: [],
      delta: (index) =>
        chunk({ ...plain, created: plain.created + (index >> 5) }, { role: 'assistant', content: pieceAt(index) }),
      end: [chunk(plain, opening, { finish: 'stop' }), done],
    },
    filtered: {
      start: [
        data({
          ...vendor,
          choices: [],
          prompt_filter_results: [{ prompt_index: 0, content_filter_results: filterResults }],
        }),
        chunk(vendor, opening),
      ],
      delta: (index) =>
        chunk(
          vendor,
          { content: pieceAt(index) },
          { choice: { content_filter_results: filterResults, logprobs: null }, more: { usage: null } },
        ),
      end: [chunk(vendor, {}, { finish: 'stop' }), done],
    },
    scored: {
      start: [chunk(vendor, opening)],
      delta: (index) => {
        const token = pieceAt(index)
        const scored = { token, logprob: -0.0123, bytes: [...Buffer.from(token)], top_logprobs: [] }
        return chunk(vendor, { content: token }, { choice: { logprobs: { content: [scored], refusal: null } } })
      },
      end: [chunk(vendor, {}, { finish: 'stop' }), done],
    },
    routed: {
      start: [
        ': PROCESSING\n\n',
        chunk({ ...plain, provider: 'Router' }, opening, { choice: { native_finish_reason: null } }),
      ],
      delta: (index) =>
        chunk(
          { ...plain, provider: 'Router' },
          { role: 'assistant', content: pieceAt(index), reasoning: null },
          { choice: { native_finish_reason: null, logprobs: null } },
        ),
      end: [chunk(plain, { content: '' }, { finish: 'stop' }), data({ ...plain, choices: [], usage }), done],
    },
    reordered: {
      start: [],
      delta: (index) =>
        `data:${JSON.stringify({ choices: [{ finish_reason: null, index: 0, delta: { content: pieceAt(index) } }], created: plain.created, id: plain.id, model: 'm.gguf', system_fingerprint: 'b5000', object: plain.object })}\r\n\r\n`,
      end: [
        `data:${JSON.stringify({ choices: [{ finish_reason: 'stop', index: 0, delta: {} }], ...plain, usage, timings: { predicted_n: 9 } })}\r\n\r\n`,
        'data: [DONE]\r\n\r\n',
      ],
    },
    pair: {
      start: [],
      delta: (index) =>
        data({ ...plain, choices: [{ index: index % 2, delta: { content: pieceAt(index) }, finish_reason: null }] }),
      end: [0, 1]
        .map((index) => data({ ...plain, choices: [{ index, delta: {}, finish_reason: 'stop' }] }))
        .concat(done),
    },
    tool: {
      start: [
        chunk(vendor, {
          role: 'assistant',
          content: null,
          tool_calls: [{ index: 0, id: 'call_7QZ', type: 'function', function: { name: 'write_file', arguments: '' } }],
        }),
      ],
      delta: (index) =>
        chunk(
          vendor,
          { tool_calls: [{ index: 0, function: { arguments: JSON.stringify(pieceAt(index)).slice(1, -1) } }] },
          { choice: { logprobs: null } },
        ),
      end: [chunk(vendor, {}, { finish: 'tool_calls' }), done],
    },
    random: random(seed),
  }
}

const place = { item_id: 'msg_68f0a1', output_index: 0, content_index: 0 }
const message = { id: place.item_id, type: 'message', role: 'assistant' }
const part = { type: 'output_text', text: '', annotations: [] }
const response = { id: 'resp_68f0', object: 'response', output: [] }

function responseShape(
  event: (value: { type: string }) => string,
  deltaFields: (index: number) => object,
): StreamShape {
  const completed = {
    ...response,
    status: 'completed',
    output: [{ ...message, status: 'completed', content: [part] }],
    usage,
  }
  return {
    start: [
      { type: 'response.created', sequence_number: 0, response: { ...response, status: 'in_progress' } },
      { type: 'response.output_item.added', sequence_number: 1, output_index: 0, item: { ...message, content: [] } },
      { type: 'response.content_part.added', sequence_number: 2, ...place, part },
    ].map(event),
    delta: (index) => event({ type: 'response.output_text.delta', ...deltaFields(index) }),
    end: [event(Object.assign({ type: 'response.completed' }, { response: completed }))],
  }
}

const named = (value: { type: string }): string => `event: ${value.type}\n${data(value)}`

/** Responses streams in the formats of several server families. */
export function responseShapes(seed: number): Readonly<Record<string, StreamShape>> {
  const next = createRandom(seed)
  const padding = () => 'x'.repeat(1 + Math.floor(next() * 16))
  return {
    padded: responseShape(named, (index) => ({
      sequence_number: index + 3,
      ...place,
      delta: pieceAt(index),
      logprobs: [],
      obfuscation: padding(),
    })),
    bare: responseShape(data, (index) => ({ ...place, delta: pieceAt(index) })),
  }
}
