import { randomUUID } from 'node:crypto'
import type { ChatEvent, ChatTool } from '../chat-engine.ts'
import type { EventQueue } from '../event-queue.ts'

/** Converts fragments of tool calls into events. The first event of a call carries its ID and name. */
export class CallWriter {
  readonly #queue: EventQueue<ChatEvent>
  readonly #open = new Set<number>()

  constructor(queue: EventQueue<ChatEvent>) {
    this.#queue = queue
  }

  /** Emits a fragment of a call. */
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
