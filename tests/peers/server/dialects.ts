/** Chat response format of an API, streamed and complete. */
export interface Dialect {
  /** Events before the text. */
  readonly start: readonly string[]
  /** Event with one word. */
  readonly delta: (index: number) => string
  /** Events after the text. */
  readonly end: readonly string[]
  /** Complete response. */
  readonly answer: object
}

const head = { id: 'chatcmpl-8c1f0a4b2d6e4f7a9b3c5d7e', created: 1_700_000_000, model: 'mira' }
const words = ['The ', 'quick ', 'brown ', 'fox ', 'jumps ', 'over ', 'the ', 'läzy ', 'dog', '. ']

const wordAt = (index: number): string => words[index % words.length] as string

const unnamedEvent = (data: object): string => `data: ${JSON.stringify(data)}\n\n`

const namedEvent = (data: { readonly type: string } & Readonly<Record<string, unknown>>): string =>
  `event: ${data.type}\n${unnamedEvent(data)}`

const chatChunk = (delta: object, finish_reason: string | null = null): string =>
  unnamedEvent({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] })

const chat: Dialect = {
  start: [chatChunk({ role: 'assistant', content: '' })],
  delta: (index) => chatChunk({ content: wordAt(index) }),
  end: [chatChunk({}, 'stop'), 'data: [DONE]\n\n'],
  answer: {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 8, completion_tokens: 10, total_tokens: 18 },
  },
}

const response = { id: 'resp_1', object: 'response', created_at: head.created, model: head.model, output: [] }
const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'in_progress', content: [] }
const place = { item_id: item.id, output_index: 0, content_index: 0 }
const part = { type: 'output_text', text: '', annotations: [] }
const completed = { ...response, status: 'completed', output: [{ ...item, status: 'completed', content: [part] }] }

const responses: Dialect = {
  start: [
    namedEvent({ type: 'response.created', response: { ...response, status: 'in_progress' } }),
    namedEvent({ type: 'response.output_item.added', output_index: 0, item }),
    namedEvent({ type: 'response.content_part.added', ...place, part }),
  ],
  delta: (index) =>
    namedEvent({ type: 'response.output_text.delta', ...place, sequence_number: index, delta: wordAt(index) }),
  end: [namedEvent({ type: 'response.completed', response: completed })],
  answer: completed,
}

const message = { id: 'msg_1', type: 'message', role: 'assistant', model: head.model, stop_reason: null }
const usage = { input_tokens: 1, output_tokens: 1 }

/** Anthropic's format. */
const messages: Dialect = {
  start: [
    namedEvent({ type: 'message_start', message: { ...message, content: [], usage } }),
    namedEvent({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ],
  delta: (index) =>
    namedEvent({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: wordAt(index) } }),
  end: [
    namedEvent({ type: 'content_block_stop', index: 0 }),
    namedEvent({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage }),
    namedEvent({ type: 'message_stop' }),
  ],
  answer: { ...message, stop_reason: 'end_turn', content: [{ type: 'text', text: words.join('') }], usage },
}

const candidates = (text: string, finishReason?: string): object => ({
  candidates: [{ content: { parts: [{ text }], role: 'model' }, index: 0, ...(finishReason && { finishReason }) }],
  modelVersion: head.model,
  responseId: head.id,
})

/** Google's format. */
const contents: Dialect = {
  start: [],
  delta: (index) => unnamedEvent(candidates(wordAt(index))),
  end: [unnamedEvent(candidates('', 'STOP'))],
  answer: candidates(words.join(''), 'STOP'),
}

const dialects: readonly (readonly [path: RegExp, Dialect])[] = [
  [/\/responses$/, responses],
  [/\/messages$/, messages],
  [/:\w*generateContent\b/i, contents],
]

/** Returns the dialect of a path. */
export const dialectOf = (path: string): Dialect => dialects.find(([pattern]) => pattern.test(path))?.[1] ?? chat
