import { recordHeaders } from '../headers.ts'
import type { RawReply, ReplyHeaders, RequestBody, WireRequest } from '../wire-types.ts'
import { ByteQueue } from './byte-queue.ts'
import { decodeBody } from './decode-body.ts'

/** The subset of an undici dispatcher that is used; identical in Node 20 to 26. */
export interface Dispatcher {
  dispatch(options: object, handler: object): boolean
}

/** Controls a dispatched request, in the handler interface of undici 7 and later. */
interface Controller {
  pause(): void
  resume(): void
  abort(reason: unknown): void
}

const undiciMajor = Number.parseInt(
  (globalThis as { process?: { versions?: { undici?: string } } }).process?.versions?.undici ?? '0',
  10,
)
const dispatcherKey = Symbol.for(`undici.globalDispatcher.${undiciMajor >= 8 ? 2 : 1}`)

/** Whether undici, which takes longer to load than a call, has been loaded. */
export const isUndiciLoaded = (): boolean => dispatcherKey in globalThis

/** Returns the global dispatcher, and loads undici if necessary. */
export function findDispatcher(): Dispatcher | undefined {
  const scope = globalThis as unknown as Record<symbol, Dispatcher | undefined>
  // Node loads undici when one of its globals is first accessed.
  if (!scope[dispatcherKey] && !globalThis.Headers) return undefined
  const dispatcher = scope[dispatcherKey]
  return typeof dispatcher?.dispatch === 'function' ? dispatcher : undefined
}

/**
 * Sends a request with a dispatcher.
 *
 * @throws {Error} immediately, when the dispatcher does not accept the request; nothing has been sent then.
 */
export function dispatch(dispatcher: Dispatcher, request: WireRequest): Promise<RawReply> {
  request.signal.throwIfAborted()
  const origin = originOf(request.url)
  const options = {
    origin,
    path: pathOf(request.url, origin),
    method: request.method,
    headers: headersOf(request),
    body: bodyOf(request.body, isPlainAgent(dispatcher)),
    // The timeouts of the call apply instead.
    headersTimeout: 0,
    bodyTimeout: 0,
  }
  const dispatched = new DispatchedRequest(request)
  // The global dispatcher may be of another version of undici than the runtime's. Each calls the methods of its own
  // handler interface, and detects it by `onRequestStart`.
  const handler = { ...legacyHandler(dispatched), ...modernHandler(dispatched) }
  try {
    dispatcher.dispatch(options, handler)
  } catch (error) {
    dispatched.fail(error)
    dispatched.reply.catch(() => {})
    throw error
  }
  return dispatched.reply
}

/** Returns path and query, without the fragment, which is never sent. */
function pathOf(url: string, origin: string): string {
  const rest = url.slice(origin.length).replace(/#.*$/s, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}

const originOf = (url: string): string => /^https?:\/\/[^/?#]+/.exec(url)?.[0] ?? new URL(url).origin

function headersOf({ headers, body }: WireRequest): Record<string, string> {
  const length = isWhole(body?.content) ? undefined : body?.length
  return {
    'user-agent': 'mira-typescript',
    ...headers,
    ...(length !== undefined && { 'content-length': String(length) }),
  }
}

/** Whether the content of a body is sent at once, rather than in chunks. */
export const isWhole = (content: unknown): content is string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array

function bodyOf(
  body: RequestBody | undefined,
  mayReuse: boolean,
): string | Uint8Array | AsyncIterable<Uint8Array> | null {
  if (!body) return null
  return isWhole(body.content) ? body.content : body.open({ mayReuse })
}

/**
 * Whether chunks of a body are written to the socket directly: Node's own agent requests the next one only after the
 * kernel has accepted the last, while a custom proxy or interceptor may retain them.
 */
function isPlainAgent(dispatcher: Dispatcher): boolean {
  return dispatcher.constructor.name === 'Agent' && dispatcher.dispatch === Object.getPrototypeOf(dispatcher).dispatch
}

/** One dispatched request: its response, its body, and its abort handling. */
class DispatchedRequest {
  readonly queue: ByteQueue = new ByteQueue()
  readonly #url: string
  readonly #signal: AbortSignal
  #resolve!: (reply: RawReply) => void
  #reject!: (error: unknown) => void
  readonly reply: Promise<RawReply> = new Promise((resolve, reject) => {
    this.#resolve = resolve
    this.#reject = reject
  })
  #abort: ((reason: unknown) => void) | undefined

  constructor({ url, signal }: WireRequest) {
    this.#url = url
    this.#signal = signal
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  start(abort: (reason: unknown) => void): void {
    this.#abort = abort
    if (this.#signal.aborted) abort(this.#signal.reason)
  }

  respond(status: number, headers: ReplyHeaders, source: Omit<Controller, 'abort'>): void {
    // 1xx responses are interim.
    if (status < 200) return
    this.queue.attach({ ...source, abort: (reason) => this.#close(reason) })
    this.#resolve({ status, headers, url: this.#url, body: decodeBody(this.queue, headers) })
  }

  end(): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.queue.end()
  }

  fail(error: unknown): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    const reason = this.#signal.aborted ? this.#signal.reason : error
    this.queue.fail(reason)
    this.#reject(reason)
  }

  #close(reason: unknown): void {
    this.#signal.removeEventListener('abort', this.#onAbort)
    this.#abort?.(reason)
  }

  readonly #onAbort = (): void => {
    // Settle here: undici does not report the abort of a request that is still waiting for a connection.
    this.#abort?.(this.#signal.reason)
    this.fail(this.#signal.reason)
  }
}

/** Creates a handler for undici 7 and later, the one of Node 24 and 26. */
function modernHandler(dispatched: DispatchedRequest): object {
  return {
    onRequestStart(controller: Controller) {
      dispatched.start((reason) => controller.abort(reason))
    },
    onResponseStart(controller: Controller, status: number, headers: Record<string, string | string[]>) {
      dispatched.respond(status, recordHeaders(headers), controllerSource(controller))
    },
    onResponseData(_controller: Controller, bytes: Uint8Array) {
      dispatched.queue.push(bytes)
    },
    onResponseEnd() {
      dispatched.end()
    },
    onResponseError(_controller: Controller, error: unknown) {
      dispatched.fail(error)
    },
  }
}

const controllerSource = (controller: Controller): Omit<Controller, 'abort'> => ({
  pause: () => controller.pause(),
  resume: () => controller.resume(),
})

/** Creates a handler for undici 6 and earlier, the one of Node 20 and 22. */
function legacyHandler(dispatched: DispatchedRequest): object {
  let isPaused = false
  return {
    onConnect(abort: (reason: unknown) => void) {
      dispatched.start(abort)
    },
    onHeaders(status: number, rawHeaders: Uint8Array[], resume: () => void) {
      const pause = (): void => {
        isPaused = true
      }
      const carryOn = (): void => {
        isPaused = false
        resume()
      }
      dispatched.respond(status, pairHeaders(rawHeaders), { pause, resume: carryOn })
      return true
    },
    onData(bytes: Uint8Array) {
      dispatched.queue.push(bytes)
      return !isPaused
    },
    onComplete() {
      dispatched.end()
    },
    onError(error: unknown) {
      dispatched.fail(error)
    },
  }
}

function pairHeaders(raw: Uint8Array[]): ReplyHeaders {
  const headers: Record<string, string | string[]> = {}
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = latin1(raw[index] as Uint8Array).toLowerCase()
    const value = latin1(raw[index + 1] as Uint8Array)
    const earlier = headers[name]
    headers[name] = earlier === undefined ? value : `${earlier}, ${value}`
  }
  return recordHeaders(headers)
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)
