import { setImmediate as nextTurn } from 'node:timers/promises'
import type { RequestOptions, RequestSpec } from './call-state.ts'
import type { Client } from './client-state.ts'
import { isMiraError, MiraError } from './error.ts'
import type { ServerSentEvent } from './event-decoder.ts'
import type { EventReader } from './event-reader.ts'
import { EventStream } from './event-stream.ts'
import { readObject } from './read-body.ts'
import { request } from './request.ts'
import type { VirtualClock } from './testing/virtual-clock.ts'
import type { Fetch } from './wire-types.ts'

// Load undici on Node up front: the delay would otherwise affect whatever is being timed.
void globalThis.Headers

/** Both transports; tests must pass on each. */
export const transports: readonly { transport: string; fetch: Fetch | undefined }[] = [
  { transport: 'the runtime transport', fetch: undefined },
  { transport: 'fetch', fetch: globalThis.fetch },
]

/** JSON object returned by `/v1/thing`. */
export type Thing = Record<string, unknown>

/** Calls a plain JSON operation on `/v1/thing`. */
export function callThing(
  client: Client,
  options: RequestOptions = {},
  spec: Partial<RequestSpec<Thing>> = {},
): Promise<Thing> {
  return request<Thing>(client, { operation: 'thing.get', path: '/v1/thing', read: readObject, ...spec }, options)
}

/** Returns the value that a promise rejects with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome) return outcome.error
  throw new Error(`Expected a rejection, got ${JSON.stringify(outcome.value)}`)
}

/** Returns the {@link MiraError} that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<MiraError> {
  const error = await rejectionOf(promise)
  if (!isMiraError(error)) throw new Error('Expected a MiraError', { cause: error })
  return error
}

/**
 * Creates a reader for a small protocol: `data` is text to append, an event named `note` yields no item, `error` fails,
 * `[DONE]` ends.
 */
export function createTextReader(): EventReader<string, { text: string; notes: number }> {
  let text = ''
  let notes = 0
  let isDone = false
  return {
    read({ event, data }: ServerSentEvent) {
      if (event === 'note') {
        notes += 1
        return undefined
      }
      if (event === 'error') throw new MiraError(data, { code: 'overloaded', retryable: true })
      if (data === '[DONE]') {
        isDone = true
        return undefined
      }
      text += data
      return data
    },
    isDone: () => isDone,
    isComplete: () => isDone,
    snapshot: () => ({ text, notes }),
  }
}

/** Stream returned by {@link openText}. */
export type TextStream = EventStream<string, { text: string; notes: number }>

/** Creates a stream of texts from `POST /v1/stream`. */
export function openText(client: Client, options: RequestOptions = {}): TextStream {
  const spec = { operation: 'text.stream', path: '/v1/stream', json: { stream: true } }
  return new EventStream({ client, spec, reader: createTextReader(), options })
}

/** Collects all items of a stream and the error it ended with, if any. */
export async function drain<Item>(items: AsyncIterable<Item>): Promise<{ items: Item[]; error: unknown }> {
  const received: Item[] = []
  try {
    for await (const item of items) received.push(item)
    return { items: received, error: undefined }
  } catch (error) {
    return { items: received, error }
  }
}

/** Returns the number of timers that keep the process alive. */
export function liveTimers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}

/**
 * Resolves once no more timers keep the process alive than before a call, which may be those of other test files; one
 * leaked by the call would run for minutes.
 */
export async function timersGone(before: number): Promise<void> {
  while (liveTimers() > before) await nextTurn()
}

/** Resolves once the next timer of the clock is due in `ms` milliseconds, so the call has progressed that far. */
export async function timerDueIn(clock: VirtualClock, ms: number): Promise<void> {
  while (clock.pending[0]?.dueAtMs !== clock.now() + ms) await nextTurn()
}
