import type { ChatHistoryItem, ChatModelFunctions, LLamaChatGenerateResponseOptions, LlamaChat } from 'node-llama-cpp'
import type { ChatEvent, ChatFinishReason, ChatRequest } from '../chat-engine.ts'
import { EngineUnavailableError } from '../engine.ts'
import { EventQueue } from '../event-queue.ts'
import { CallWriter } from './call-writer.ts'
import { toHistory } from './chat-history.ts'
import type { GgufModel } from './gguf-model.ts'
import { chooseShape, type ResponseShape } from './response-shape.ts'

const maxParallelCalls = 16

/** Response in progress. */
interface Turn {
  readonly loaded: GgufModel
  readonly request: ChatRequest
  readonly history: ChatHistoryItem[]
  readonly shape: ResponseShape
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
  const promptTokens = countPrompt(turn)
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
  { grammar, functions }: ResponseShape,
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

function countPrompt({ loaded, chat, history, shape: { functions } }: Turn): number {
  const { contextText } = chat.chatWrapper.generateContextState({
    chatHistory: history,
    ...(functions ? { availableFunctions: functions, documentFunctionParams: true } : {}),
  })
  return contextText.tokenize(loaded.model.tokenizer).length
}

function toFinishReason(stopReason: string, hasCalls: boolean): ChatFinishReason {
  if (stopReason === 'maxTokens') return 'length'
  return hasCalls || stopReason === 'functionCalls' ? 'tool_calls' : 'stop'
}
