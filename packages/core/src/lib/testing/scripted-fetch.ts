import { systemClock } from '@mira/core/internal'
import type { Clock } from '../clock.ts'
import type { Fetch } from '../wire-types.ts'
import { playReply, type ScriptedReply } from './scripted-reply.ts'

/** A request received by a scripted `fetch`. */
export interface ScriptedRequest {
  readonly method: string
  readonly url: string
  /** URL path, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  /** Time of the request, in milliseconds of the clock. */
  readonly atMs: number
  /** Number of the request to this route, starting at 1. */
  readonly attempt: number
  /** Whether the client aborted the request before the response ended. */
  readonly isAborted: boolean
  /** Returns the body as UTF-8 text. */
  text(): string
  /** Parses the body as JSON. */
  json(): unknown
}

/** A response, or a function that creates one from the request. */
export type ScriptedStep = ScriptedReply | ((request: ScriptedRequest) => ScriptedReply | Promise<ScriptedReply>)

/** Responses by `METHOD /path`; the items of a list are used in order, and the last one repeats. */
export type ScriptedRoutes = Readonly<Record<`${string} /${string}`, ScriptedStep | readonly ScriptedStep[]>>

/** A `fetch` that does not use the network. Created by {@link createScriptedFetch}. */
export interface ScriptedFetch extends Fetch {
  /** All requests received, in order. */
  readonly requests: readonly ScriptedRequest[]
}

/**
 * Creates a `fetch` for `createClient({ fetch })` with scripted responses. Requests that match no route receive a 404.
 *
 * @example
 * const fetch = createScriptedFetch({ 'POST /v1/chat/completions': [{ status: 503 }, { json: answer }] })
 * @param options - `clock`: clock for `delayMs` and `chunkIntervalMs`; use the same one as the client.
 */
export function createScriptedFetch(
  routes: ScriptedRoutes,
  { clock = systemClock }: { clock?: Clock } = {},
): ScriptedFetch {
  const requests: ScriptedRequest[] = []
  const counts = new Map<string, number>()

  const fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, searchParams } = new URL(url)
    const method = init.method ?? 'GET'
    const signal = init.signal ?? undefined
    const route = `${method} ${pathname}` as const
    const attempt = (counts.get(route) ?? 0) + 1
    counts.set(route, attempt)
    const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer())
    const text = (): string => new TextDecoder().decode(body)
    const request = {
      method,
      url,
      path: pathname,
      query: searchParams,
      headers: Object.fromEntries(new Headers(init.headers)),
      body,
      atMs: clock.now(),
      attempt,
      isAborted: false,
      text,
      json: () => JSON.parse(text()),
    }
    requests.push(request)
    const onDisconnect = (): void => {
      request.isAborted = true
    }
    signal?.addEventListener('abort', onDisconnect, { once: true })
    const step = chooseStep(routes[route as keyof ScriptedRoutes], attempt)
    const reply = typeof step === 'function' ? await step(request) : step
    try {
      signal?.throwIfAborted()
      return await playReply(reply ?? notFound(route), { clock, signal, onDisconnect })
    } finally {
      signal?.removeEventListener('abort', onDisconnect)
    }
  }
  return Object.assign(fetch, { requests })
}

function chooseStep(
  script: ScriptedStep | readonly ScriptedStep[] | undefined,
  attempt: number,
): ScriptedStep | undefined {
  if (!Array.isArray(script)) return script as ScriptedStep | undefined
  return script[Math.min(attempt, script.length) - 1]
}

const notFound = (route: string): ScriptedReply => ({ status: 404, json: { detail: `No route for ${route}` } })
