import type { CutVectors } from '../cut-reply.ts'
import { isReceivingLargeBody, sendByNodeHttp } from '../transports/node-http.ts'
import { dispatch, findDispatcher, isUndiciLoaded, isWhole } from '../transports/undici.ts'
import type { ActiveChannel, Channel, Transport } from '../wire-types.ts'

export { connectionHints } from '../transports/connection-hints.ts'

/**
 * Sends with Node's internal dispatcher, which `fetch` itself uses, so that proxies and mocks set with
 * `setGlobalDispatcher` still work: a small request costs a third of what it costs with `fetch`, and Node's hidden
 * timeout of 300 s for the headers does not apply. If the dispatcher cannot be found, or `fetch` has been replaced (by
 * a mock or instrumentation), the request is sent with `fetch`.
 *
 * Loading the dispatcher takes longer than a call. Until it has been loaded, and so cannot have been replaced yet,
 * requests are sent with `node:http`, and it is loaded while the process waits for its first responses.
 */
export const transport: Transport = (request, viaFetch) => {
  if (!isNodeFetch(globalThis.fetch)) return viaFetch(request)
  if (isCold() && (request.body === undefined || isWhole(request.body.content))) {
    loadSoon()
    return sendByNodeHttp(request)
  }
  const dispatcher = findDispatcher()
  try {
    return dispatcher ? dispatch(dispatcher, request) : viaFetch(request)
  } catch {
    // The dispatcher is of a version with another interface; `fetch` tries it in its own way, or reports the reason.
    return viaFetch(request)
  }
}

/** Longer than a call on the same machine, shorter than the time to the first token of a remote model. */
const loadDelayMs = 100
let isLoading = false

function loadSoon(): void {
  if (isLoading) return
  isLoading = true
  setTimeout(load, loadDelayMs).unref()
}

/** Loading makes V8's heap grow, and with it the memory of a download in progress: it waits for the end of that. */
function load(): void {
  isLoading = isReceivingLargeBody()
  if (isLoading) setTimeout(load, loadDelayMs).unref()
  else findDispatcher()
}

/** Whether undici has not been loaded. A proxy set in the environment is only supported by the dispatcher. */
const isCold = (): boolean => !isUndiciLoaded() && !process.env.NODE_USE_ENV_PROXY

let checkedFetch: unknown
let isChecked = false

/** Whether `fetch` is still Node's built-in one. */
function isNodeFetch(fetch: unknown): boolean {
  if (fetch === checkedFetch) return isChecked
  checkedFetch = fetch
  isChecked = String(fetch).includes('internal/deps/undici')
  return isChecked
}

type ChannelModule = { channel(name: string): Channel }

const channels = /* @__PURE__ */ new Map<string, Channel | undefined>()

/** Returns a channel of `node:diagnostics_channel`, without an import that would slow startup or break bundles. */
export const activeChannel: ActiveChannel = (hook) => {
  if (!channels.has(hook)) channels.set(hook, openChannel(`mira:${hook.slice(2).toLowerCase()}`))
  const channel = channels.get(hook)
  return channel?.hasSubscribers ? channel : undefined
}

function openChannel(name: string): Channel | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): ChannelModule | undefined } }
  return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel(name)
}

/** System error codes of failed DNS lookups and connects: no byte of the request was sent. */
export const unsentCodes: RegExp | undefined =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT)$/

interface AbortListener {
  readonly callbacks: Set<() => void>
  notify(): void
}
const abortListeners = new WeakMap<AbortSignal, AbortListener>()

/**
 * Calls back when a signal of the caller aborts. All callbacks of a signal share one listener: Node 20 reports more
 * than ten on one signal as a leak, but many calls may use it at once.
 */
export function addAbortCallback(signal: AbortSignal, callback: () => void): void {
  let listener = abortListeners.get(signal)
  if (!listener) {
    const callbacks = new Set<() => void>()
    const notify = (): void => {
      for (const each of callbacks) each()
    }
    listener = { callbacks, notify }
    abortListeners.set(signal, listener)
  }
  if (listener.callbacks.size === 0) signal.addEventListener('abort', listener.notify, { once: true })
  listener.callbacks.add(callback)
}

/** Removes a callback of {@link addAbortCallback}, and the listener with the last one. */
export function removeAbortCallback(signal: AbortSignal, callback: () => void): void {
  const listener = abortListeners.get(signal)
  if (listener?.callbacks.delete(callback) && listener.callbacks.size === 0)
    signal.removeEventListener('abort', listener.notify)
}

/** Decodes the vectors of an embeddings reply as they arrive. */
export const cutVectors: CutVectors = async (reply, options) => {
  // Loaded by programs with embeddings only.
  const { VectorCutter } = await import('./vector-cutter.ts')
  const body = new VectorCutter(reply.body, options)
  return { ...reply, body, find: (embedding) => body.find(embedding) }
}
