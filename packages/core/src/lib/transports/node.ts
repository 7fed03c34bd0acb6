import type { RawReply, ReplyHeaders, Transport, WireRequest } from '../exchange.ts'
import type { RequestBody } from '../request-body.ts'
import { ByteQueue } from './byte-queue.ts'
import { decodeBody } from './decode-body.ts'
import { sendByNodeHttp } from './node-http.ts'
import { recordHeaders } from './record-headers.ts'

/** The part of an undici dispatcher that is used; the same in Node 20 to 26. */
interface Dispatcher {
  dispatch(options: object, handler: object): boolean
}

/** How a request may be steered once undici has taken it, in the newer handler interface (undici 7 and later). */
interface Controller {
  pause(): void
  resume(): void
  abort(reason: unknown): void
}

/**
 * Sends through the dispatcher inside Node, which `fetch` itself uses, so that proxies and mocks set with
 * `setGlobalDispatcher` keep working: a small request costs a third of what it costs through `fetch`, and Node's hidden
 * limit of 300 s to the headers does not apply. Where the dispatcher cannot be found, or `fetch` has been replaced (a
 * mock, an instrumentation), the request goes through `fetch`.
 *
 * Loading the dispatcher takes longer than a call. Until something has loaded it, and so before anybody can have set
 * another in its place, requests go by `node:http`, and it is loaded while the process waits for its first answers.
 */
export const transport: Transport = (request, viaFetch) => {
  if (!isNodeFetch(globalThis.fetch)) return viaFetch(request)
  if (isCold() && (request.body === undefined || isWhole(request.body.content))) {
    loadSoon()
    return sendByNodeHttp(request)
  }
  const dispatcher = findDispatcher()
  return dispatcher ? dispatch(dispatcher, request) : viaFetch(request)
}

/** Longer than a call on the same machine takes, shorter than the wait for the first word of a model far away. */
const loadDelayMs = 100
let isLoading = false

function loadSoon(): void {
  if (isLoading) return
  isLoading = true
  setTimeout(findDispatcher, loadDelayMs).unref()
}

/** A proxy named in the environment is the dispatcher's to find. */
const isCold = (): boolean => !(dispatcherKey in globalThis) && !process.env.NODE_USE_ENV_PROXY

let checkedFetch: unknown
let isChecked = false

/** Whether `fetch` is still the one that Node brings. */
function isNodeFetch(fetch: unknown): boolean {
  if (fetch === checkedFetch) return isChecked
  checkedFetch = fetch
  isChecked = String(fetch).includes('internal/deps/undici')
  return isChecked
}

const undiciMajor = Number.parseInt(
  (globalThis as { process?: { versions?: { undici?: string } } }).process?.versions?.undici ?? '0',
  10,
)
const hasControllers = undiciMajor >= 7
const dispatcherKey = Symbol.for(`undici.globalDispatcher.${undiciMajor >= 8 ? 2 : 1}`)

function findDispatcher(): Dispatcher | undefined {
  const scope = globalThis as unknown as Record<symbol, Dispatcher | undefined>
  // Node loads undici when one of its globals is first touched.
  if (!scope[dispatcherKey] && !globalThis.Headers) return undefined
  const dispatcher = scope[dispatcherKey]
  return typeof dispatcher?.dispatch === 'function' ? dispatcher : undefined
}

function dispatch(dispatcher: Dispatcher, request: WireRequest): Promise<RawReply> {
  const { signal } = request
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const origin = originOf(request.url)
    const options = {
      origin,
      path: pathOf(request.url, origin),
      method: request.method,
      headers: headersOf(request),
      body: bodyOf(request.body, isPlainAgent(dispatcher)),
      // The call's own clocks are in charge.
      headersTimeout: 0,
      bodyTimeout: 0,
    }
    const exchange = new DispatchedExchange(request.url, signal, resolve, reject)
    dispatcher.dispatch(options, hasControllers ? modernHandler(exchange) : legacyHandler(exchange))
  })
}

/** Path and query, without the fragment, which is never sent. */
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

const isWhole = (content: unknown): content is string | Uint8Array =>
  typeof content === 'string' || content instanceof Uint8Array

function bodyOf(
  body: RequestBody | undefined,
  mayReuse: boolean,
): string | Uint8Array | AsyncIterable<Uint8Array> | null {
  if (!body) return null
  return isWhole(body.content) ? body.content : body.open({ mayReuse })
}

/**
 * Whether pieces of a body go to the socket as they are: Node's own agent asks for the next one only when the kernel has
 * the last, while a proxy or an interceptor set in its place may keep them.
 */
function isPlainAgent(dispatcher: Dispatcher): boolean {
  return dispatcher.constructor.name === 'Agent' && dispatcher.dispatch === Object.getPrototypeOf(dispatcher).dispatch
}

/** One request under way: its reply, its bytes, and its end by abort. */
class DispatchedExchange {
  readonly queue: ByteQueue = new ByteQueue()
  readonly #url: string
  readonly #signal: AbortSignal
  readonly #resolve: (reply: RawReply) => void
  readonly #reject: (error: unknown) => void
  #abort: ((reason: unknown) => void) | undefined

  constructor(url: string, signal: AbortSignal, resolve: (reply: RawReply) => void, reject: (error: unknown) => void) {
    this.#url = url
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
    signal.addEventListener('abort', this.#onAbort, { once: true })
  }

  start(abort: (reason: unknown) => void): void {
    this.#abort = abort
    if (this.#signal.aborted) abort(this.#signal.reason)
  }

  reply(status: number, headers: ReplyHeaders, source: Omit<Controller, 'abort'>): void {
    // 1xx replies announce the real one.
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
    // Settles by itself: a request that still waits for a connection is not told of its abort before it gets one.
    this.#abort?.(this.#signal.reason)
    this.fail(this.#signal.reason)
  }
}

function modernHandler(exchange: DispatchedExchange): object {
  return {
    onRequestStart(controller: Controller) {
      exchange.start((reason) => controller.abort(reason))
    },
    onResponseStart(controller: Controller, status: number, headers: Record<string, string | string[]>) {
      exchange.reply(status, recordHeaders(headers), controllerSource(controller))
    },
    onResponseData(_controller: Controller, bytes: Uint8Array) {
      exchange.queue.push(bytes)
    },
    onResponseEnd() {
      exchange.end()
    },
    onResponseError(_controller: Controller, error: unknown) {
      exchange.fail(error)
    },
  }
}

const controllerSource = (controller: Controller): Omit<Controller, 'abort'> => ({
  pause: () => controller.pause(),
  resume: () => controller.resume(),
})

/** The handler interface of undici 6 and before (Node 20 and 22). */
function legacyHandler(exchange: DispatchedExchange): object {
  let isPaused = false
  return {
    onConnect(abort: (reason: unknown) => void) {
      exchange.start(abort)
    },
    onHeaders(status: number, rawHeaders: Uint8Array[], resume: () => void) {
      const pause = (): void => {
        isPaused = true
      }
      const carryOn = (): void => {
        isPaused = false
        resume()
      }
      exchange.reply(status, pairHeaders(rawHeaders), { pause, resume: carryOn })
      return true
    },
    onData(bytes: Uint8Array) {
      exchange.queue.push(bytes)
      return !isPaused
    },
    onComplete() {
      exchange.end()
    },
    onError(error: unknown) {
      exchange.fail(error)
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
