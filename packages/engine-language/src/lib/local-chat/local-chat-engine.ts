import { createHash } from 'node:crypto'
import type { ChatEngine, ChatEvent, ChatModel, ChatRequest, EngineCallOptions } from '@mira/engine'
import { EngineUnavailableError } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'
import type { SentenceEncoder } from '../sentence-encoder/sentence-encoder.ts'
import { leaseEncoder } from '../sentence-encoder/shared-encoder.ts'
import type { Meaning } from './meaning.ts'
import { Output } from './output.ts'
import type { DescribeImage, Plan } from './plan.ts'

/** Options for {@link createLocalChatEngine}. */
export interface LocalChatEngineOptions {
  /** The moment that "today" is told from (default the system's clock). */
  readonly now?: (() => Date) | undefined
  /** IANA zone that dates and times are told in (default the system's). */
  readonly timeZone?: string | undefined
  /** Describes a picture for a question about it; without it, pictures are declined in a plain sentence. */
  readonly describeImage?: DescribeImage | undefined
}

const models: readonly ChatModel[] = [
  { id: 'mira', contextWindow: 32_768, maxOutputTokens: 4_096 },
  { id: 'mira-thinking', contextWindow: 32_768, maxOutputTokens: 8_192 },
]

/** What is loaded at the first request. */
interface Loaded {
  readonly planner: typeof import('./plan.ts')
  readonly readers: {
    readonly conversation: typeof import('./conversation.ts')
    readonly instructions: typeof import('./instructions.ts')
  }
  readonly meaning: Meaning
  readonly wordNet: WordNet
}

async function load(encoder: SentenceEncoder): Promise<Loaded> {
  const [planner, conversation, instructions, { Meaning }, { WordNet }] = await Promise.all([
    import('./plan.ts'),
    import('./conversation.ts'),
    import('./instructions.ts'),
    import('./meaning.ts'),
    import('@mira/engine-lexicon'),
  ])
  return { planner, readers: { conversation, instructions }, meaning: new Meaning(encoder), wordNet: new WordNet() }
}

/**
 * Chat without a language model: rules over neural sentence embeddings.
 *
 * It chooses and calls tools, writes JSON by schema, computes (arithmetic, units, dates, lists, counts, definitions,
 * extractive summaries) and recalls the conversation; to anything else it says plainly that no language model is
 * configured. The same request gives the same answer. `mira-thinking` tells the true trace of its decisions first.
 */
export function createLocalChatEngine(options: LocalChatEngineOptions = {}): ChatEngine {
  const lease = leaseEncoder()
  let loaded: Promise<Loaded> | undefined
  let isClosed = false
  return {
    info: {
      name: 'mira-local',
      kind: 'rules',
      description:
        'Rules over neural sentence embeddings; not a language model. It computes, calls tools, writes JSON by schema and recalls the conversation, and says so when it cannot answer.',
      version: '1',
      licence: 'MIT AND Apache-2.0',
    },
    models: async () => models,
    async *generate(request, callOptions = {}) {
      if (isClosed) throw new EngineUnavailableError('The chat engine is closed', { code: 'closed', status: 503 })
      callOptions.signal?.throwIfAborted()
      loaded ??= load(lease.encoder)
      yield* run(await loaded, lease.encoder, request, options, callOptions)
    },
    async countTokens(text) {
      const [count = 0] = await lease.encoder.countEach([text])
      return count
    },
    async close() {
      isClosed = true
      await lease.release()
    },
  }
}

async function* run(
  loaded: Loaded,
  encoder: SentenceEncoder,
  request: ChatRequest,
  options: LocalChatEngineOptions,
  { signal }: EngineCallOptions,
): AsyncGenerator<ChatEvent, void, undefined> {
  const maxTokens = request.maxTokens ?? models.find(({ id }) => id === request.model)?.maxOutputTokens ?? 4_096
  const output = new Output(encoder, { maxTokens, stop: request.stop ?? [], signal })
  const trace: string[] = []
  const plan = await decide(loaded, request, options, signal, (line) => trace.push(line))
  signal?.throwIfAborted()
  if (request.model === 'mira-thinking')
    for await (const text of output.reason(`${trace.join('\n')}\n`)) yield { type: 'reasoning', text }
  if (plan.kind === 'calls') yield* writeCalls(plan, request, output)
  else for await (const text of output.write(plan.text)) yield { type: 'text', text }
  const reason = output.ended ?? (plan.kind === 'calls' ? 'tool_calls' : 'stop')
  yield { type: 'finish', reason, usage: output.usage(await countPrompt(encoder, request, signal)) }
}

async function decide(
  { planner, readers, meaning, wordNet }: Loaded,
  request: ChatRequest,
  options: LocalChatEngineOptions,
  signal: AbortSignal | undefined,
  trace: (line: string) => void,
): Promise<Plan> {
  const conversation = readers.conversation.readConversation(request)
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const context = {
    text: conversation.question,
    conversation,
    instructions: readers.instructions.readInstructions(conversation),
    extractor: { meaning, wordNet, now: options.now?.() ?? new Date(), timeZone, signal },
  }
  return planner.planAnswer(request, context, trace, options.describeImage)
}

async function* writeCalls(
  { calls }: Plan & { kind: 'calls' },
  request: ChatRequest,
  output: Output,
): AsyncGenerator<ChatEvent, void, undefined> {
  // Derived, so that one request gives one answer, and unlike for every turn of a conversation.
  const seed = createHash('sha256').update(JSON.stringify(request.messages))
  for (const [index, call] of calls.entries()) {
    const id = `call_${seed.copy().update(`${index}`).digest('hex').slice(0, 24)}`
    yield { type: 'tool_call', index, id, name: call.name, arguments: '' }
    for await (const fragment of output.call(JSON.stringify(call.arguments)))
      yield { type: 'tool_call', index, arguments: fragment }
    if (output.ended) return
  }
}

async function countPrompt(
  encoder: SentenceEncoder,
  { messages, tools }: ChatRequest,
  signal: AbortSignal | undefined,
): Promise<number> {
  const texts = messages.flatMap(({ content, toolCalls }) => [
    ...(typeof content === 'string'
      ? [content]
      : (content ?? []).flatMap((part) => (part.type === 'text' ? [part.text] : []))),
    ...(toolCalls ?? []).map(({ name, arguments: args }) => `${name} ${args}`),
  ])
  const counts = await encoder.countEach([...texts, ...(tools ?? []).map((tool) => JSON.stringify(tool))], signal)
  return counts.reduce((sum, count) => sum + count, 0)
}
