import { GrowingText } from './growing-text.ts'
import { outputText } from './output-text.ts'
import type { MiraResponse, ResponseItem } from './response.ts'
import type { ResponseEvent } from './response-event.ts'

/** Assembles the events of a response stream into a response. */
export interface ResponseAccumulator {
  add(event: ResponseEvent): void
  /** Returns the response so far, as a new object. */
  response(): MiraResponse
}

/** Creates an empty {@link ResponseAccumulator}. */
export function createResponseAccumulator(): ResponseAccumulator {
  let latest: Partial<MiraResponse> = {}
  const text = new GrowingText()
  // A map, because an index from the wire must not allocate.
  const items = new Map<number, ResponseItem>()
  const growArguments = (index: number, change: (before: string) => string): void => {
    const item = items.get(index)
    if (item) items.set(index, { ...item, arguments: change(item.arguments ?? '') })
  }
  return {
    add(event) {
      if (event.type === 'response.output_text.delta') text.add(event.delta)
      else if (event.type === 'response.output_item.added' || event.type === 'response.output_item.done') {
        items.set(event.output_index, event.item)
      } else if (event.type === 'response.function_call_arguments.delta') {
        growArguments(event.output_index, (before) => before + event.delta)
      } else if (event.type === 'response.function_call_arguments.done') {
        growArguments(event.output_index, () => event.arguments)
      } else if (event.response) latest = event.response
    },
    response() {
      const received = [...items].sort(([a], [b]) => a - b).map(([, item]) => item)
      const output = latest.output?.length ? latest.output : received
      return {
        status: 'in_progress',
        ...latest,
        output,
        output_text: latest.output_text || outputText({ output }) || `${text}`,
      } as MiraResponse
    },
  }
}
