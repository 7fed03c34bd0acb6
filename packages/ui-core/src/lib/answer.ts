import type { ChatMessage, ChatUsage, ToolStreamItem } from '@mira/chat'
import { createMessageId, textOf, type UiMessage, type UiPart, type UiToolPart } from './ui-message.ts'

/** Fields with which an answer ends. */
export interface AnswerEnd {
  readonly status: 'done' | 'stopped' | 'failed'
  readonly wire: readonly ChatMessage[]
  readonly usage?: ChatUsage | undefined
}

/** An answer that is being generated. */
export class Answer {
  readonly #id = createMessageId()
  readonly #parts: UiPart[] = []
  /** Text of the last part, if that is growing: it becomes part of a message once per frame. */
  #tail: { readonly type: 'text' | 'reasoning'; text: string } | undefined

  /** Whether nothing has arrived. */
  get isEmpty(): boolean {
    return this.#parts.length === 0 && !this.#tail
  }

  /** Text after the last tool call. */
  get trailingText(): string {
    const parts = this.#allParts()
    return textOf(parts.slice(parts.findLastIndex(({ type }) => type === 'tool') + 1))
  }

  /** Adds a chunk, or the start or the end of a tool call. */
  add(item: ToolStreamItem): void {
    if (item.type === 'tool_call') {
      const { id, name, arguments: args } = item.call
      this.#push({ type: 'tool', id, name, arguments: toText(args), status: 'running' })
    } else if (item.type === 'tool_result') {
      const { id, result, error } = item.outcome
      const index = this.#parts.findLastIndex((part) => part.type === 'tool' && part.id === id)
      const part = this.#parts[index]
      if (part) this.#parts[index] = { ...(part as UiToolPart), ...toOutcome(result, error) }
    } else {
      if (item.reasoning) this.#append('reasoning', item.reasoning)
      if (item.text) this.#append('text', item.text)
    }
  }

  /** Returns the answer so far, as a message whose unchanged parts are the same objects as before. */
  message(end?: AnswerEnd): UiMessage {
    const parts = this.#allParts()
    const message = { id: this.#id, role: 'assistant', parts, text: textOf(parts) }
    if (!end) return { ...message, status: 'streaming', wire: [] }
    return { ...message, ...end, parts: parts.map((part) => (isRunning(part) ? { ...part, status: 'stopped' } : part)) }
  }

  #append(type: 'text' | 'reasoning', text: string): void {
    if (this.#tail?.type === type) this.#tail.text += text
    else {
      this.#settleTail()
      this.#tail = { type, text }
    }
  }

  #push(part: UiPart): void {
    this.#settleTail()
    this.#parts.push(part)
  }

  #settleTail(): void {
    if (this.#tail) this.#parts.push(this.#tail)
    this.#tail = undefined
  }

  #allParts(): UiPart[] {
    return this.#tail ? [...this.#parts, { ...this.#tail }] : [...this.#parts]
  }
}

const isRunning = (part: UiPart): part is UiToolPart => part.type === 'tool' && part.status === 'running'

const toText = (args: unknown): string => (typeof args === 'string' ? args : JSON.stringify(args ?? {}))

function toOutcome(result: unknown, error: unknown): Pick<UiToolPart, 'status' | 'result' | 'error'> {
  if (error === undefined) return { status: 'done', result }
  return { status: 'failed', error: error instanceof Error ? error.message : String(error) }
}
