import type { Client, Middleware } from '@mira/core'
import { deriveClient, redactJson, type SessionHooks, stateOf } from '@mira/core/internal'
import { Budget } from './budget.ts'
import { CallBook } from './call-book.ts'
import { CallRecorder } from './call-recorder.ts'
import { CallSettler } from './call-settler.ts'
import { includeUsage } from './include-usage.ts'
import { type MeterOptions, readMeterOptions } from './meter-options.ts'
import { Scope } from './scope.ts'
import { SessionRecords } from './session-records.ts'

/** Operations that POST and are never charged. */
const freeOperations = /^(apiKeys|billing|usage|models)\.|\.cancel$/

/**
 * Starts to count the calls of a client: their usage, and its cost at the given prices. The client itself is unchanged; only
 * calls of `scope.client` are counted, in every operation and extension, realtime session and job. A scope of the client of a scope
 * adds to both.
 *
 * With `maxCost`, `maxTokens` or `maxCalls`, the scope is a budget: a call that would exceed it is refused before it is
 * sent, and a stream or session that exceeds it is ended, with the code `budget_exceeded`.
 *
 * @param client - Client created with `createClient`, or that of another scope.
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 * @example
 * const scope = meter(mira, { prices, maxCost: 500n })
 * await scope.client.chat.runTools({ messages, tools })
 * console.log(`${scope.cost}`, scope.usage)
 */
export function meter<Metered extends Client>(client: Metered, options: MeterOptions = {}): Scope<Metered> {
  const settings = readMeterOptions(options)
  const { clock, model } = stateOf(client)
  const { currency } = settings.prices
  const book = new CallBook(settings.maxRecords)
  const budget = new Budget(settings.limits, { book, currency })
  const settler = new CallSettler(book, settings)
  const redact = (text: string): string => redactJson(text, stateOf(metered).secrets) as string
  const recorder = new CallRecorder({ book, budget, settings, settler, redact })
  const sessions = new SessionRecords({ book, budget, settler, model })
  const metered = deriveClient(client, ({ middleware, hooks }) => ({
    // The last one: what another answers itself, such as a cache, is not sent, and what it repeats is sent twice.
    middleware: [...middleware, createMiddleware(recorder, settings.includesUsage)],
    hooks: withHooks(hooks, recorder, sessions),
  }))
  return new Scope(metered, { book, currency, startedAtMs: clock.now() })
}

function createMiddleware(recorder: CallRecorder, includesUsage: boolean): Middleware {
  return async (request, next, context) => {
    if (request.method !== 'POST' || freeOperations.test(context.operation)) {
      const reply = await next(request)
      recorder.noteJob(request, reply)
      return reply
    }
    const send = recorder.open(request, context)
    try {
      const reply = await next(includesUsage ? includeUsage(request) : request)
      recorder.reply(send, reply)
      return reply
    } catch (error) {
      recorder.fail(send, error)
      throw error
    }
  }
}

function withHooks(
  hooks: SessionHooks | null | undefined,
  recorder: CallRecorder,
  sessions: SessionRecords,
): SessionHooks {
  return {
    ...hooks,
    onRequest(event) {
      recorder.noteRequest(event)
      return hooks?.onRequest?.(event)
    },
    onEnd(event) {
      recorder.end(event)
      return hooks?.onEnd?.(event)
    },
    onSessionUsage(usage) {
      sessions.note(usage)
      hooks?.onSessionUsage?.(usage)
    },
  }
}
