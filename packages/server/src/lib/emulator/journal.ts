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
  readonly filter: JournalFilter
  readonly count: number
  readonly resolve: () => void
}

/** Entry with its size, in characters. */
interface SizedEntry {
  readonly entry: JournalEntry
  readonly characters: number
}

/** Log of the requests to a server and their answers, bounded in number and size. */
export class Journal {
  readonly #entries = new Map<string, SizedEntry>()
  /** Entries by test, so that a test is read and reset without looking at all others. */
  readonly #byTest = new Map<string, Set<string>>()
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
    this.#put({ entry: { ...entry, state: 'open' }, characters: entryCharacters })
  }

  /**
   * Updates an entry, unless it was dropped.
   *
   * @param characters - Size of the bodies that the update adds.
   */
  update(id: string, change: Partial<JournalEntry>, characters = 0): void {
    const current = this.#entries.get(id)
    if (current === undefined) return
    this.#put({ entry: { ...current.entry, ...change }, characters: current.characters + characters })
  }

  /** Adds an event of a session. */
  addEvent(id: string, event: JournalEvent): void {
    const entry = this.get(id)
    if (entry === undefined || (entry.events?.length ?? 0) >= maxEvents) return
    const text = maskSecrets(JSON.stringify(event.event, shortenAudio) ?? '')
    const recorded = { ...event, event: toValue(text) }
    this.update(id, { events: [...(entry.events ?? []), recorded] }, text.length)
  }

  /** Returns an entry by id. */
  get(id: string): JournalEntry | undefined {
    return this.#entries.get(id)?.entry
  }

  /** Lists matching entries, oldest first. */
  list(filter: JournalFilter = {}): JournalEntry[] {
    return this.#ofTest(filter.testId)
      .map(({ entry }) => entry)
      .filter((entry) => isMatch(entry, filter))
  }

  /**
   * Waits until `count` entries match.
   *
   * @throws The reason of the signal, when it aborts.
   */
  async waitFor(filter: JournalFilter, count: number, signal: AbortSignal): Promise<JournalEntry[]> {
    if (this.list(filter).length < count) await this.#wait({ filter, count }, signal)
    return this.list(filter)
  }

  /** Removes the entries of one test, or all. */
  reset(testId?: string): void {
    for (const { entry } of this.#ofTest(testId)) this.#drop(entry.id)
  }

  /** Saves the entries of one test, or all. Returns a function that restores them. */
  save(testId?: string): () => void {
    const saved = this.#ofTest(testId)
    return () => {
      const kept = testId === undefined ? [] : this.#ofTest(undefined).filter(({ entry }) => entry.testId !== testId)
      this.reset()
      // Oldest first; sorting is stable.
      const all = [...kept, ...saved].toSorted((left, right) => left.entry.at - right.entry.at)
      for (const entry of all) this.#put(entry)
    }
  }

  #ofTest(testId: string | undefined): SizedEntry[] {
    if (testId === undefined) return [...this.#entries.values()]
    return [...(this.#byTest.get(testId) ?? [])].map((id) => this.#entries.get(id)!)
  }

  #wait(wanted: Omit<Waiter, 'resolve'>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = { ...wanted, resolve }
      this.#waiters.add(waiter)
      const stop = () => {
        this.#waiters.delete(waiter)
        reject(signal.reason)
      }
      if (signal.aborted) stop()
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  #notify(entry: JournalEntry): void {
    for (const waiter of this.#waiters) {
      // Only a matching entry changes the number of matching ones that a waiter waits for.
      if (!isMatch(entry, waiter.filter) || this.list(waiter.filter).length < waiter.count) continue
      this.#waiters.delete(waiter)
      waiter.resolve()
    }
  }

  #put(sized: SizedEntry): void {
    const { id, testId } = sized.entry
    this.#characters += sized.characters - (this.#entries.get(id)?.characters ?? 0)
    this.#entries.set(id, sized)
    if (testId !== undefined) this.#byTest.set(testId, (this.#byTest.get(testId) ?? new Set()).add(id))
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) break
      this.#drop(oldest)
    }
    this.#notify(sized.entry)
  }

  #drop(id: string): void {
    const dropped = this.#entries.get(id)
    if (dropped === undefined) return
    this.#characters -= dropped.characters
    this.#entries.delete(id)
    const { testId = '' } = dropped.entry
    const ids = this.#byTest.get(testId)
    ids?.delete(id)
    if (ids?.size === 0) this.#byTest.delete(testId)
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
