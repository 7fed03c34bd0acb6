import type { ChatEvent, ChatFinishReason, ChatRequest, ChatUsage } from '../chat-engine.ts'
import { EngineUnavailableError } from '../engine.ts'
import { isRecord } from '../is-record.ts'

/** Fields in which servers send the model's reasoning. */
const reasoningFields = ['reasoning_content', 'thinking_content', 'thinking', 'reasoning'] as const

const finishReasons: Readonly<Record<string, ChatFinishReason>> = {
  stop: 'stop',
  end_turn: 'stop',
  eos: 'stop',
  length: 'length',
  max_tokens: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  tool_use: 'tool_calls',
  content_filter: 'content_filter',
}

/** Parses the chunks of one streamed response and keeps the state that the final event needs. */
export class ChatChunkReader {
  readonly #host: string
  #finishReason: string | undefined
  #usage: ChatUsage | undefined
  readonly #callIndexes = new Map<string, number>()
  #lastCallIndex = -1
  #outputLength = 0

  constructor(host: string) {
    this.#host = host
  }

  /** Parses one chunk, or a complete response if the upstream did not stream. */
  *read(data: string): Generator<ChatEvent, void, undefined> {
    const chunk = this.#parse(data)
    if (chunk.error) throw this.#toError(chunk.error)
    this.#usage = readUsage(chunk.usage) ?? this.#usage
    const choice: unknown = Array.isArray(chunk.choices) ? chunk.choices[0] : undefined
    if (!isRecord(choice)) return
    const delta = choice.delta ?? choice.message
    if (isRecord(delta)) yield* this.#readDelta(delta)
    if (typeof choice.finish_reason === 'string') this.#finishReason = choice.finish_reason
  }

  /**
   * Returns the final event.
   *
   * @throws {EngineUnavailableError} when the stream ended without a finish reason.
   */
  finish(request: ChatRequest): ChatEvent {
    if (this.#finishReason === undefined) {
      throw new EngineUnavailableError(`The upstream at ${this.#host} broke off before the end of its answer`)
    }
    const reported = finishReasons[this.#finishReason] ?? 'stop'
    // Some servers, such as Ollama, report `stop` after tool calls.
    const reason = reported === 'stop' && this.#lastCallIndex >= 0 ? 'tool_calls' : reported
    return { type: 'finish', reason, usage: this.#usage ?? estimateUsage(request, this.#outputLength) }
  }

  *#readDelta(delta: Record<string, unknown>): Generator<ChatEvent, void, undefined> {
    const reasoning = reasoningFields.map((field) => delta[field]).find((value) => typeof value === 'string' && value)
    if (typeof reasoning === 'string') yield this.#text('reasoning', reasoning)
    const text = delta.content
    if (typeof text === 'string' && text) yield this.#text('text', text)
    if (!Array.isArray(delta.tool_calls)) return
    for (const call of delta.tool_calls) if (isRecord(call)) yield* this.#readCall(call)
  }

  *#readCall(call: Record<string, unknown>): Generator<ChatEvent, void, undefined> {
    const { name, arguments: args } = isRecord(call.function) ? call.function : {}
    const index = this.#callIndex(call)
    const isFirst = index > this.#lastCallIndex
    this.#lastCallIndex = Math.max(index, this.#lastCallIndex)
    const text = typeof args === 'string' ? args : args === undefined ? '' : JSON.stringify(args)
    this.#outputLength += text.length
    if (!isFirst && !text) return
    const id = typeof call.id === 'string' && call.id ? call.id : `call_${index}_${crypto.randomUUID()}`
    yield { type: 'tool_call', index, ...(isFirst ? { id, name: String(name ?? '') } : {}), arguments: text }
  }

  /** Some servers omit `index`. In that case, a new ID starts a new call. */
  #callIndex(call: Record<string, unknown>): number {
    if (typeof call.index === 'number') return call.index
    const id = typeof call.id === 'string' ? call.id : undefined
    if (id === undefined) return Math.max(this.#lastCallIndex, 0)
    const index = this.#callIndexes.get(id) ?? this.#lastCallIndex + 1
    this.#callIndexes.set(id, index)
    return index
  }

  #text(type: 'reasoning' | 'text', text: string): ChatEvent {
    this.#outputLength += text.length
    return { type, text }
  }

  #parse(data: string): Record<string, unknown> {
    let chunk: unknown
    try {
      chunk = JSON.parse(data)
    } catch (cause) {
      throw new EngineUnavailableError(`The upstream at ${this.#host} sent an event that is not JSON`, { cause })
    }
    return isRecord(chunk) ? chunk : {}
  }

  #toError(error: unknown): EngineUnavailableError {
    const message = isRecord(error) ? error.message : error
    return new EngineUnavailableError(`The upstream at ${this.#host} failed: ${String(message).slice(0, 500)}`)
  }
}

function readUsage(usage: unknown): ChatUsage | undefined {
  if (!isRecord(usage)) return undefined
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage
  if (typeof promptTokens !== 'number' || typeof completionTokens !== 'number') return undefined
  const details = usage.completion_tokens_details
  const reasoningTokens = (isRecord(details) ? details.reasoning_tokens : undefined) ?? usage.thinking_tokens
  return { promptTokens, completionTokens, ...(typeof reasoningTokens === 'number' ? { reasoningTokens } : {}) }
}

/** Estimates tokens at four characters each, a rule of thumb for English. Used only if an upstream reports no usage. */
export function estimateTokens(length: number): number {
  return Math.ceil(length / 4)
}

function estimateUsage(request: ChatRequest, outputLength: number): ChatUsage {
  const promptLength = JSON.stringify([request.messages, request.tools ?? []]).length
  return { promptTokens: estimateTokens(promptLength), completionTokens: estimateTokens(outputLength) }
}
