import {
  type ChatEngine,
  type ChatEvent,
  type ChatFinishReason,
  type ChatMessage,
  type ChatRequest,
  type ChatTool,
  EngineInputError,
  EngineUnavailableError,
} from '@mira/engine'

/** Failures that a test requests with a word in the last message. */
const failures: Record<string, () => Error> = {
  'be-unavailable': () => new EngineUnavailableError('Upstream is busy', { status: 503, retryAfterSeconds: 7 }),
  'be-refused': () => new EngineUnavailableError('Upstream refused the key', { status: 401 }),
  'be-puzzled': () => new EngineInputError('messages: cannot read this', 'messages'),
  'be-broken': () => new Error('secret internals'),
}

/** Engine whose requests a test can inspect. */
export interface WordChatEngine extends ChatEngine {
  /** All requests received. */
  readonly requests: ChatRequest[]
  /** Calls paused by "wait"; each resolves with the reason of its signal. */
  readonly aborted: Promise<unknown>[]
}

const models = [
  { id: 'mira', contextWindow: 32_768, maxOutputTokens: 4_096 },
  { id: 'mira-thinking', contextWindow: 32_768, maxOutputTokens: 8_192 },
]

/**
 * Creates a small working chat engine whose tokens are words: it answers from the last message, supports stop
 * sequences, the token limit, tools and formats, and emits reasoning as `mira-thinking`. "wait" in the message pauses
 * it forever after its second word; "fail-late" makes it fail there.
 */
export function createWordChatEngine(): WordChatEngine {
  const requests: ChatRequest[] = []
  const aborted: Promise<unknown>[] = []
  return {
    requests,
    aborted,
    info: { name: 'word-engine', kind: 'rules', description: 'Answers in words of the question.', version: '1' },
    models: async () => models,
    countTokens: async (text) => countWords(text),
    countPromptTokens: async (request) => countPrompt(request),
    close: async () => undefined,
    generate(request, { signal } = {}) {
      requests.push(request)
      return compose(request, signal, aborted)
    },
  }
}

async function* compose(
  request: ChatRequest,
  signal: AbortSignal | undefined,
  aborted: Promise<unknown>[],
): AsyncGenerator<ChatEvent> {
  signal?.throwIfAborted()
  const last = textOf(request.messages.at(-1)!)
  for (const [word, fail] of Object.entries(failures)) if (last.includes(word)) throw fail()
  const promptTokens = countPrompt(request)
  const finish = (reason: ChatFinishReason, completionTokens: number): ChatEvent => {
    return { type: 'finish', reason, usage: { promptTokens, completionTokens } }
  }

  const tool = chooseTool(request, last)
  if (tool !== undefined) {
    yield { type: 'tool_call', index: 0, id: `call_${request.messages.length}`, name: tool.name, arguments: '' }
    const json = JSON.stringify(fillSchema(tool.parameters ?? {}, last))
    for (const half of [json.slice(0, 5), json.slice(5)]) yield { type: 'tool_call', index: 0, arguments: half }
    yield finish('tool_calls', 1)
    return
  }
  if (request.model === 'mira-thinking')
    yield { type: 'reasoning', text: `The question has ${countWords(last)} words.` }

  const answer = composeText(request, last)
  const words = answer.match(/\s*\S+/g) ?? []
  const limit = request.maxTokens ?? Number.POSITIVE_INFINITY
  let spoken = 0
  for (const word of words.slice(0, limit)) {
    signal?.throwIfAborted()
    yield { type: 'text', text: word }
    spoken += 1
    if (spoken !== 2) continue
    if (last.includes('fail-late')) throw new EngineUnavailableError('Upstream went away')
    if (last.includes('wait')) await forever(signal, aborted)
  }
  yield finish(spoken < words.length ? 'length' : 'stop', spoken)
}

function countPrompt({ messages }: ChatRequest): number {
  return messages.reduce((sum, message) => sum + countWords(textOf(message)), 0)
}

function composeText({ responseFormat, stop = [], messages }: ChatRequest, last: string): string {
  if (responseFormat?.type === 'json_schema') return JSON.stringify(fillSchema(responseFormat.schema, last))
  if (responseFormat?.type === 'json_object') return JSON.stringify({ said: last })
  const text = messages.at(-1)!.role === 'tool' ? `The tool said ${last}` : `You said: ${last}`
  const ends = stop.map((sequence) => text.indexOf(sequence)).filter((at) => at >= 0)
  return text.slice(0, Math.min(text.length, ...ends))
}

function chooseTool({ tools = [], toolChoice = 'auto', messages }: ChatRequest, last: string): ChatTool | undefined {
  if (toolChoice === 'none' || messages.at(-1)!.role === 'tool') return undefined
  if (typeof toolChoice === 'object') return tools.find(({ name }) => name === toolChoice.name)
  return tools.find(({ name }) => last.includes(name)) ?? (toolChoice === 'required' ? tools[0] : undefined)
}

/**
 * Creates an instance of a schema: strings are the message, numbers its length in words. The shape of a schema is the
 * caller's, so a part that is no schema object (absent, `true`, a number) leaves an empty object.
 */
function fillSchema(schema: unknown, text: string): unknown {
  const { type, items, properties } = Object(schema)
  switch (type) {
    case 'string':
      return text
    case 'number':
    case 'integer':
      return countWords(text)
    case 'boolean':
      return true
    case 'array':
      return [fillSchema(items, text)]
    default: {
      const entries = Object.entries(Object(properties))
      return Object.fromEntries(entries.map(([name, property]) => [name, fillSchema(property, text)]))
    }
  }
}

function forever(signal: AbortSignal | undefined, aborted: Promise<unknown>[]): Promise<never> {
  const pause = new Promise<never>((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.push(pause.catch((reason) => reason))
  return pause
}

function textOf({ content }: ChatMessage): string {
  if (content === null) return ''
  if (typeof content === 'string') return content
  return content.map((part) => (part.type === 'text' ? part.text : `[picture ${part.image_url.url}]`)).join(' ')
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}
