import { randomUUID } from 'node:crypto'
import type {
  ChatHistoryItem,
  ChatModelFunctions,
  GbnfJsonSchema,
  LLamaChatGenerateResponseOptions,
  LlamaChat,
  LlamaGrammar,
} from 'node-llama-cpp'
import type { ChatEvent, ChatFinishReason, ChatRequest, ChatTool } from '../chat-engine.ts'
import { EngineInputError, EngineUnavailableError } from '../engine.ts'
import { EventQueue } from '../event-queue.ts'
import { toHistory } from './chat-history.ts'
import type { GgufModel } from './gguf-model.ts'
import { toGrammarSchema } from './grammar-schema.ts'

const maxParallelCalls = 16

/** Constraints on the response: none, callable functions, or a grammar. */
interface Shape {
  readonly functions?: ChatModelFunctions | undefined
  readonly grammar?: LlamaGrammar | undefined
  /** Tools of a forced call, whose JSON the grammar constrains. */
  readonly forcedTools?: readonly ChatTool[] | undefined
}

/** Response in progress. */
interface Turn {
  readonly loaded: GgufModel
  readonly request: ChatRequest
  readonly history: ChatHistoryItem[]
  readonly shape: Shape
  readonly chat: LlamaChat
  readonly queue: EventQueue<ChatEvent>
}

/** Generates one response and yields events as the model produces tokens. */
export async function* generateTurn(
  loaded: GgufModel,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const history = toHistory(request.messages)
  const shape = await chooseShape(loaded, request)
  const chat = new loaded.module.LlamaChat({ contextSequence: loaded.sequence })
  const queue = new EventQueue<ChatEvent>()
  const left = new AbortController()
  const both = AbortSignal.any([signal, left.signal])
  const work = generate({ loaded, request, history, shape, chat, queue }, both).then(
    () => queue.end(),
    (error: unknown) => queue.end({ reason: both.aborted ? both.reason : toUnavailable(error) }),
  )
  try {
    yield* queue
  } finally {
    // Ends the generation if the consumer stops early. Only then is the sequence free again.
    left.abort()
    await work
    chat.dispose({ disposeSequence: false })
  }
}

function toUnavailable(cause: unknown): EngineUnavailableError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new EngineUnavailableError(`The GGUF model failed: ${reason}`, { status: 500, cause })
}

async function generate(turn: Turn, signal: AbortSignal): Promise<void> {
  const { loaded, request, history, shape, chat, queue } = turn
  const calls = new CallWriter(queue)
  const before = loaded.sequence.tokenMeter.getState()
  const promptTokens = countPrompt(loaded, chat, history, shape)
  let reasoningTokens = 0
  let forced = ''
  const { metadata, functionCalls } = await chat.generateResponse(history, {
    signal,
    stopOnAbortSignal: false,
    ...samplingOf(request),
    ...constrain(shape, request, calls),
    onResponseChunk: (chunk) => {
      if (chunk.type === 'segment') reasoningTokens += chunk.tokens.length
      if (chunk.type !== 'segment' && shape.forcedTools) forced += chunk.text
      else if (chunk.text) queue.push({ type: chunk.type === 'segment' ? 'reasoning' : 'text', text: chunk.text })
    },
  })
  if (shape.forcedTools) calls.writeForced(forced, shape.forcedTools)
  const completionTokens = loaded.sequence.tokenMeter.diff(before).usedOutputTokens
  const usage = { promptTokens, completionTokens, ...(reasoningTokens > 0 ? { reasoningTokens } : {}) }
  const hasCalls = shape.forcedTools !== undefined || functionCalls !== undefined
  queue.push({ type: 'finish', reason: toFinishReason(metadata.stopReason, hasCalls), usage })
}

function constrain(
  { grammar, functions }: Shape,
  request: ChatRequest,
  calls: CallWriter,
): LLamaChatGenerateResponseOptions<ChatModelFunctions> {
  if (grammar) return { grammar }
  if (!functions) return {}
  return {
    functions,
    documentFunctionParams: true,
    maxParallelFunctionCalls: request.parallelToolCalls === false ? 1 : maxParallelCalls,
    onFunctionCallParamsChunk: ({ callIndex, functionName, paramsChunk }) =>
      calls.write(callIndex, functionName, paramsChunk),
  }
}

function samplingOf({ temperature, topP, maxTokens, seed, stop }: ChatRequest) {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(seed === undefined ? {} : { seed }),
    ...(stop?.length ? { customStopTriggers: stop } : {}),
  }
}

async function chooseShape({ llama }: GgufModel, request: ChatRequest): Promise<Shape> {
  const tools = request.tools ?? []
  const choice = request.toolChoice ?? 'auto'
  if (tools.length > 0 && typeof choice === 'object') {
    const tool = tools.find(({ name }) => name === choice.name)
    if (!tool)
      throw new EngineInputError(`tool_choice names ${choice.name}, which is not among the tools`, 'tool_choice')
    return { grammar: await compile(llama, callSchema([tool])), forcedTools: [tool] }
  }
  if (tools.length > 0 && choice === 'required')
    return { grammar: await compile(llama, callSchema(tools)), forcedTools: tools }
  const format = request.responseFormat
  if (format?.type === 'json_schema') return { grammar: await compile(llama, toGrammarSchema(format.schema)) }
  if (format?.type === 'json_object') return { grammar: await llama.getGrammarFor('json') }
  if (tools.length === 0 || choice === 'none') return {}
  const functions = tools.map(({ name, description, parameters }) => [
    name,
    {
      ...(description === undefined ? {} : { description }),
      params: toGrammarSchema(parameters ?? { type: 'object', properties: {} }),
    },
  ])
  return { functions: Object.fromEntries(functions) as ChatModelFunctions }
}

/** Returns the schema of a tool call as JSON: the name of one of the tools, and arguments that match its schema. */
function callSchema(tools: readonly ChatTool[]): GbnfJsonSchema {
  const variants = tools.map(({ name, parameters }) => ({
    type: 'object' as const,
    properties: { name: { const: name }, arguments: toGrammarSchema(parameters ?? { type: 'object', properties: {} }) },
  }))
  return (variants.length === 1 ? variants[0] : { oneOf: variants }) as GbnfJsonSchema
}

async function compile(llama: GgufModel['llama'], schema: GbnfJsonSchema): Promise<LlamaGrammar> {
  try {
    return await llama.createGrammarForJsonSchema(schema as Parameters<typeof llama.createGrammarForJsonSchema>[0])
  } catch (error) {
    throw new EngineInputError(
      `The JSON schema of response_format cannot be made a grammar: ${error instanceof Error ? error.message : error}`,
      'response_format',
    )
  }
}

function countPrompt(
  { model }: GgufModel,
  chat: LlamaChat,
  chatHistory: ChatHistoryItem[],
  { functions }: Shape,
): number {
  const { contextText } = chat.chatWrapper.generateContextState({
    chatHistory,
    ...(functions ? { availableFunctions: functions, documentFunctionParams: true } : {}),
  })
  return contextText.tokenize(model.tokenizer).length
}

function toFinishReason(stopReason: string, hasCalls: boolean): ChatFinishReason {
  if (stopReason === 'maxTokens') return 'length'
  return hasCalls || stopReason === 'functionCalls' ? 'tool_calls' : 'stop'
}

/** Converts fragments of tool calls into events. The first event of a call carries its ID and name. */
class CallWriter {
  readonly #queue: EventQueue<ChatEvent>
  readonly #open = new Set<number>()

  constructor(queue: EventQueue<ChatEvent>) {
    this.#queue = queue
  }

  write(index: number, name: string, fragment: string): void {
    if (!this.#open.has(index)) {
      this.#open.add(index)
      this.#queue.push({ type: 'tool_call', index, id: `call_${randomUUID()}`, name, arguments: fragment })
    } else if (fragment) this.#queue.push({ type: 'tool_call', index, arguments: fragment })
  }

  /** Writes a call that the grammar forced. If the token limit truncated it, the partial arguments are kept. */
  writeForced(text: string, tools: readonly ChatTool[]): void {
    const name = text.match(/"name"\s*:\s*"([^"]+)"/)?.[1] ?? tools[0]?.name ?? ''
    const start = text.search(/"arguments"\s*:/)
    const rest = start < 0 ? '' : text.slice(text.indexOf(':', start) + 1).trim()
    try {
      const call = JSON.parse(text) as { readonly arguments?: unknown }
      this.write(0, name, JSON.stringify(call.arguments ?? {}))
    } catch {
      this.write(0, name, rest)
    }
  }
}
