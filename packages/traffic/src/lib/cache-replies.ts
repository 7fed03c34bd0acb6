import { type Client, isMiraError, type Middleware, type Reply, type ReplyHeaders } from '@mira/core'
import { type ClientState, checkCount, deriveClient, refuseUnknown, settleOnAbort, toRecord } from '@mira/core/internal'
import { formatData, isPlainData, parseData } from './plain-data.ts'
import { replyKey } from './reply-key.ts'
import { createMemoryStore, type ReplyStore } from './reply-store.ts'

/** Options of {@link cacheReplies}. */
export interface CacheOptions {
  /** Maximum number of replies in memory. Defaults to 1 000. */
  readonly maxEntries?: number | null | undefined
  /** Maximum memory of all replies, in bytes. Defaults to 64 MiB. */
  readonly maxBytes?: number | null | undefined
  /** Time for which a reply is used, in milliseconds. Defaults to one hour. */
  readonly ttlMs?: number | null | undefined
  /** Where replies are stored instead of in memory; `maxEntries` and `maxBytes` then have no meaning. */
  readonly store?: ReplyStore | null | undefined
  /**
   * Operations whose replies are stored. Defaults to `embeddings.create` and `models.list`; `chat.create` would repeat an
   * answer that is meant to vary. Streams and files are never stored.
   */
  readonly operations?: readonly string[] | null | undefined
}

interface Settings {
  readonly ttlMs: number
  readonly store: ReplyStore
  readonly operations: readonly string[]
}

const defaultOperations: readonly string[] = ['embeddings.create', 'models.list']

/** Headers that describe the first response only. */
const transientHeaders = /ratelimit|rate-limit|^retry-after|^set-cookie|^idempotency-key/

const cached = /* @__PURE__ */ new WeakSet<object>()

/** Returns whether a result comes from the cache of {@link cacheReplies}, or from an equal call at the same time. */
export function isCached(result: object): boolean {
  return cached.has(result)
}

/**
 * Returns a client that stores replies, and uses them for equal calls with the same credentials. Equal calls at the same
 * time send one request. Errors are not stored. The given client is not changed.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 */
export function cacheReplies<Derived extends Client>(client: Derived, options: CacheOptions = {}): Derived {
  const settings = readOptions(options)
  return deriveClient(client, (state) => ({ middleware: [createCache(settings, state), ...state.middleware] }))
}

function readOptions(options: CacheOptions): Settings {
  const { maxEntries, maxBytes, ttlMs, store, operations, ...unknown } = options
  refuseUnknown(unknown, 'CacheOptions')
  const counts = { maxEntries: maxEntries ?? 1_000, maxBytes: maxBytes ?? 67_108_864, ttlMs: ttlMs ?? 3_600_000 }
  for (const [name, value] of Object.entries(counts)) checkCount(name, value, { min: 1 })
  if (store && (maxEntries ?? maxBytes) != null)
    throw new TypeError('maxEntries and maxBytes bound the memory, which is not used with a store')
  return {
    ttlMs: counts.ttlMs,
    store: store ?? createMemoryStore(counts),
    operations: operations ?? defaultOperations,
  }
}

/** A reply, and the text by which it is stored; `undefined` if it cannot be. */
interface Loaded {
  readonly reply: Reply
  readonly text: string | undefined
}

function createCache(settings: Settings, state: ClientState): Middleware {
  const running = new Map<string, Promise<Loaded>>()
  return async (request, next, { operation }) => {
    const isCacheable = settings.operations.includes(operation) && request.headers.accept === 'application/json'
    const key = isCacheable ? await replyKey(request, state) : undefined
    if (key === undefined) return next(request)
    for (let first = running.get(key); first; first = running.get(key)) {
      const text = await follow(first, request.signal)
      const reply = text && parseReply(text, state.clock.now())
      if (reply) return reply
      if (text === null) return next(request)
    }
    const loaded = load(key, () => next(request), { settings, state })
    running.set(key, loaded)
    try {
      return (await loaded).reply
    } finally {
      running.delete(key)
    }
  }
}

/** Reads a reply from the store, or sends the request and stores its reply. */
async function load(
  key: string,
  send: () => Promise<Reply>,
  { settings: { store, ttlMs }, state: { clock } }: { settings: Settings; state: ClientState },
): Promise<Loaded> {
  const stored = await readSafely(store, key)
  const found = stored == null ? undefined : parseReply(stored, clock.now())
  if (found) return { reply: found, text: stored as string }
  const reply = await send()
  const text = formatReply(reply, clock.now() + ttlMs)
  if (text !== undefined) await storeSafely(store, { key, text, ttlMs })
  return { reply, text }
}

/**
 * Waits for an equal call. Returns its text, `null` if its reply cannot be copied, or `undefined` if its caller aborted
 * it.
 *
 * @throws The error of the other call, which this one would have had.
 */
async function follow(first: Promise<Loaded>, signal: AbortSignal): Promise<string | null | undefined> {
  try {
    const { text } = await settleOnAbort(first, signal)
    return text ?? null
  } catch (error) {
    if (signal.aborted || (isMiraError(error) && error.code !== 'timeout')) throw error
    return undefined
  }
}

async function readSafely(store: ReplyStore, key: string): Promise<string | null | undefined> {
  try {
    return await store.get(key)
  } catch {
    return undefined
  }
}

async function storeSafely(
  store: ReplyStore,
  { key, text, ttlMs }: { key: string; text: string; ttlMs: number },
): Promise<void> {
  try {
    await store.set(key, text, ttlMs)
  } catch {
    // The next equal call is sent again.
  }
}

/** Converts a reply to text; `undefined` if it holds more than data. */
function formatReply({ status, url, headers, data }: Reply, expiresAtMs: number): string | undefined {
  if (!isPlainData(data)) return undefined
  const kept: Record<string, string> = {}
  headers.forEach((value, name) => {
    if (!transientHeaders.test(name)) kept[name] = value
  })
  return JSON.stringify({ status, url, headers: kept, data: formatData(data), expiresAtMs })
}

function parseReply(text: string, nowMs: number): Reply | undefined {
  try {
    const { status, url, headers, data, expiresAtMs } = JSON.parse(text) as Record<string, unknown>
    if (!(Number(expiresAtMs) > nowMs)) return undefined
    const result = parseData(data as string)
    if (result instanceof Object) cached.add(result)
    return { status: status as number, url: url as string, headers: toHeaders(toRecord(headers)), data: result }
  } catch {
    // An entry of another version, or damaged.
    return undefined
  }
}

function toHeaders(record: Readonly<Record<string, unknown>>): ReplyHeaders {
  return {
    get: (name) => (Object.hasOwn(record, name) ? String(record[name]) : null),
    forEach: (callback) => {
      for (const [name, value] of Object.entries(record)) callback(String(value), name)
    },
  }
}
