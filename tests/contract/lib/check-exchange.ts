import type { ApiDocument } from './api-document.ts'
import { responseEventSchemas } from './event-schemas.ts'
import { type Exchange, readEvents, type StreamEvent } from './record-exchanges.ts'

/** Returns the deviations of a response from the API document or, for streams, from the schemas of these tests. */
export async function checkExchange(api: ApiDocument, exchange: Exchange): Promise<string[]> {
  const body = await exchange.text()
  if (exchange.mediaType !== 'text/event-stream') return api.checkReply(exchange.operation, exchange, JSON.parse(body))
  const events = readEvents(body)
  return exchange.operation.endsWith('/responses') ? checkResponse(api, events) : checkChat(api, exchange, events)
}

function checkChat(api: ApiDocument, exchange: Exchange, events: readonly StreamEvent[]): string[] {
  const chunks = events.slice(0, -1).map(({ data }) => JSON.parse(data))
  const reasons = chunks.flatMap(({ choices }) => choices).flatMap(({ finish_reason: reason }) => reason ?? [])
  return [
    ...chunks.flatMap((chunk) => api.checkReply(exchange.operation, exchange, chunk)),
    ...(events.at(-1)?.data === '[DONE]' ? [] : ['the stream does not end with [DONE]']),
    ...(chunks[0]?.choices[0]?.delta.role === 'assistant' ? [] : ['the first chunk has no role']),
    ...(reasons.length === 1 ? [] : [`${reasons.length} chunks have a finish_reason`]),
    ...(new Set(chunks.map(({ id }) => id)).size === 1 ? [] : ['the id changes']),
    ...(events.every(({ event }) => event === undefined) ? [] : ['an event has a name']),
  ]
}

function checkResponse(api: ApiDocument, events: readonly StreamEvent[]): string[] {
  const payloads = events.map(({ data }) => JSON.parse(data))
  const problems = payloads.flatMap((payload, position) => {
    const schema = responseEventSchemas[payload.type]
    if (!schema) return [`the event ${payload.type} is not documented`]
    const isInPlace = payload.sequence_number === position && events[position]?.event === payload.type
    return [...api.check(schema, payload), ...(isInPlace ? [] : [`${payload.type} has a wrong name or number`])]
  })
  const isEnded = /^response\.(completed|incomplete)$/.test(payloads.at(-1)?.type)
  return [...problems, ...(isEnded ? [] : ['the last event has no final status'])]
}
