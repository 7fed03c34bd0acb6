import type { Fault } from '../http/fault-plan.ts'
import { maskSecrets } from './mask-secrets.ts'

/** Event of a realtime session. */
export interface JournalEvent {
  /** `received` from the client, or `sent` to it. */
  readonly direction: 'received' | 'sent'
  /** Time since the request, in milliseconds. */
  readonly atMs: number
  /** Event; audio is replaced by its length. */
  readonly event: unknown
}

/** Request with its answer. Secrets are masked. */
export interface JournalEntry {
  readonly id: string
  /** Time of the request, in milliseconds since 1970. */
  readonly at: number
  readonly testId?: string | undefined
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** `open` until the response has ended; `aborted` if the client disconnected or the response was cut. */
  readonly state: 'open' | 'finished' | 'aborted'
  /** Request body: JSON as a value, a form as its fields and files, anything else as text. */
  readonly body?: unknown
  readonly status?: number | undefined
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined
  /** Response body: JSON as a value, other text as it is. Binary bodies are not kept. */
  readonly response?: unknown
  /** Number of bytes of the response body that were sent, for streams and files. */
  readonly responseBytes?: number | undefined
  readonly durationMs?: number | undefined
  /** Name of the fixture that answered. */
  readonly fixture?: string | undefined
  /** Fault that was injected. */
  readonly fault?: Fault | undefined
  /** Events of a realtime session. */
  readonly events?: readonly JournalEvent[] | undefined
}

/** Selects entries; all given fields must match. */
export interface JournalFilter {
  readonly testId?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly status?: number | undefined
  /** Text that the request body contains, as it was sent. */
  readonly contains?: string | undefined
  /** Name of the fixture that answered. */
  readonly fixture?: string | undefined
}

/** Options of {@link Journal}. */
export interface JournalOptions {
  /** Maximum entries; the oldest are dropped first. Defaults to 10,000. */
  readonly maxEntries?: number | undefined
  /** Maximum size of all entries, in characters. Defaults to 64 Mi. */
  readonly maxCharacters?: number | undefined
}

/** Maximum length of a recorded body, in characters. */
export const maxBodyCharacters = 256 * 1_024

/** Maximum recorded events of a session. */
const maxEvents = 1_000

/** Size of an entry without bodies, in characters. */
const entryCharacters = 1_000

interface Waiter {
  readonly isDone: () => boolean
  readonly resolve: () => void
}

/** Log of the requests to a server and their answers, bounded in number and size. */
export class Journal {
  readonly #entries = new Map<string, JournalEntry>()
  readonly #sizes = new Map<string, number>()
  readonly #waiters = new Set<Waiter>()
  readonly #maxEntries: number
  readonly #maxCharacters: number
  #characters = 0

  constructor({ maxEntries = 10_000, maxCharacters = 64 * 1_024 * 1_024 }: JournalOptions = {}) {
    this.#maxEntries = maxEntries
    this.#maxCharacters = maxCharacters
  }

  /** Adds an entry. */
  add(entry: Omit<JournalEntry, 'state'>): void {
    this.#entries.set(entry.id, { ...entry, state: 'open' })
    this.#resize(entry.id, entryCharacters)
    this.#notify()
  }

  /**
   * Updates an entry, unless it was dropped.
   *
   * @param characters - Size of the bodies that the update adds.
   */
  update(id: string, change: Partial<JournalEntry>, characters = 0): void {
    const entry = this.#entries.get(id)
    if (entry === undefined) return
    this.#entries.set(id, { ...entry, ...change })
    this.#resize(id, characters)
    this.#notify()
  }

  /** Adds an event of a session. */
  addEvent(id: string, event: JournalEvent): void {
    const entry = this.#entries.get(id)
    if (entry === undefined || (entry.events?.length ?? 0) >= maxEvents) return
    const text = maskSecrets(JSON.stringify(event.event, shortenAudio) ?? '')
    const recorded = { ...event, event: toValue(text) }
    this.update(id, { events: [...(entry.events ?? []), recorded] }, text.length)
  }

  /** Returns an entry by id. */
  get(id: string): JournalEntry | undefined {
    return this.#entries.get(id)
  }

  /** Lists matching entries, oldest first. */
  list(filter: JournalFilter = {}): JournalEntry[] {
    return [...this.#entries.values()].filter((entry) => isMatch(entry, filter))
  }

  /**
   * Waits until `count` entries match.
   *
   * @throws The reason of the signal, when it aborts.
   */
  async waitFor(filter: JournalFilter, count: number, signal: AbortSignal): Promise<JournalEntry[]> {
    const isDone = () => this.list(filter).length >= count
    if (!isDone()) await this.#wait(isDone, signal)
    return this.list(filter)
  }

  /** Removes the entries of one test, or all. */
  reset(testId?: string): void {
    for (const [id, entry] of this.#entries) if (testId === undefined || entry.testId === testId) this.#drop(id)
  }

  #wait(isDone: () => boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = { isDone, resolve }
      this.#waiters.add(waiter)
      const stop = () => {
        this.#waiters.delete(waiter)
        reject(signal.reason)
      }
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  #notify(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isDone()) continue
      this.#waiters.delete(waiter)
      waiter.resolve()
    }
  }

  #resize(id: string, added: number): void {
    this.#sizes.set(id, (this.#sizes.get(id) ?? 0) + added)
    this.#characters += added
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) return
      this.#drop(oldest)
    }
  }

  #drop(id: string): void {
    this.#characters -= this.#sizes.get(id) ?? 0
    this.#sizes.delete(id)
    this.#entries.delete(id)
  }
}

function isMatch(entry: JournalEntry, { contains, ...filter }: JournalFilter): boolean {
  const fields = Object.entries(filter) as [keyof Omit<JournalFilter, 'contains'>, unknown][]
  if (!fields.every(([field, value]) => value === undefined || entry[field] === value)) return false
  if (contains === undefined) return true
  if (entry.body === undefined) return false
  return (typeof entry.body === 'string' ? entry.body : JSON.stringify(entry.body)).includes(contains)
}

/** Returns recorded text as a JSON value, if it is one. */
export function toValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const longAudio = 100

function shortenAudio(key: string, value: unknown): unknown {
  const isAudio = (key === 'audio' || key === 'delta') && typeof value === 'string' && value.length > longAudio
  return isAudio && /^[A-Za-z0-9+/=]+$/.test(value) ? `${value.length} characters of base64` : value
}
