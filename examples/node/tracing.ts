// #region tracing
import { subscribe } from 'node:diagnostics_channel'
import { chat } from '@mira/chat'
import { type CallEvent, createClient, type EndEvent, isMiraError, type RetryEvent } from '@mira/core'

interface Span {
  name: string
  events: string[]
}

// Observes all clients of the process, including those in other packages.
const spans = new WeakMap<object, Span>()

subscribe('mira:request', (message) => {
  const { call, operation, attempt } = message as CallEvent
  if (attempt === 1) spans.set(call, { name: operation, events: [] })
})
subscribe('mira:retry', (message) => {
  const { call, error, waitMs } = message as RetryEvent
  spans.get(call)?.events.push(`${error.code}, again in ${waitMs} ms`)
})
subscribe('mira:end', (message) => {
  const { call, error, model, responseModel, durationMs, usage } = message as EndEvent
  const tokens = usage as { prompt_tokens?: number; completion_tokens?: number } | undefined
  console.log(spans.get(call), {
    'gen_ai.request.model': model,
    'gen_ai.response.model': responseModel,
    'gen_ai.client.operation.duration': durationMs / 1_000,
    'gen_ai.usage.input_tokens': tokens?.prompt_tokens,
    'gen_ai.usage.output_tokens': tokens?.completion_tokens,
    'error.type': isMiraError(error) ? error.code : error && 'canceled',
  })
})
// #endregion

const mira = createClient().extend(chat)
await mira.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
await mira.chat.create({ model: 'no-such-model', messages: [{ role: 'user', content: 'Hello' }] }).catch(() => {})
