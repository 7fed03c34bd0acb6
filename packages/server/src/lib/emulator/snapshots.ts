import { ApiError } from '../api-error.ts'
import { credit } from '../billing/ledger.ts'
import type { ServerContext } from '../context.ts'
import type { FaultBook } from './fault-book.ts'
import type { FixtureBook } from './fixture-book.ts'
import type { Journal } from './journal.ts'
import type { RecordingBook } from './recording/recording-book.ts'
import type { TestKeys } from './test-keys.ts'

/** Saved state of a server, or of one test. */
export interface Snapshot {
  readonly name: string
  /** Test whose state it is; undefined for that of all. */
  readonly testId: string | undefined
  /** Time of the snapshot, in milliseconds since 1970. */
  readonly at: number
}

interface SavedState extends Snapshot {
  restore(): Promise<void>
}

/** Parts of a server that {@link Snapshots} saves. */
export interface SavedParts {
  readonly book: FixtureBook
  readonly faults: FaultBook
  readonly journal: Journal
  readonly recordings: RecordingBook
  readonly testKeys: TestKeys
  readonly now: () => number
  /** Time by which the clock is ahead, in milliseconds. */
  clockOffsetMs: number
}

/** Snapshots that are kept; the oldest are dropped first. */
const maxSnapshots = 1_000

/**
 * Named snapshots of the fixtures, faults, occurrences, requests, seeded keys and balances, and of the clock. Jobs,
 * files and stored responses are not part of them.
 */
export class Snapshots {
  readonly #parts: SavedParts
  readonly #saved = new Map<string, SavedState>()

  constructor(parts: SavedParts) {
    this.#parts = parts
  }

  /** Saves the state of one test, or of all; a snapshot with the same name is replaced. */
  async save({ store }: Pick<ServerContext, 'store'>, name: string, testId?: string): Promise<Snapshot> {
    const { book, faults, journal, recordings, testKeys } = this.#parts
    const at = this.#parts.now()
    const users = testKeys.usersOf(testId)
    const balances = await Promise.all(users.map(async (id) => [id, await store.ledger.balance(id)] as const))
    const restores = [book, faults, journal, recordings, testKeys].map((part) => part.save(testId))
    const { clockOffsetMs } = this.#parts
    const restore = async () => {
      const current = testKeys.list(testId)
      for (const restorePart of restores) restorePart()
      const kept = new Set(testKeys.list(testId).map(({ keyId }) => keyId))
      const added = current.filter(({ keyId }) => !kept.has(keyId))
      await Promise.all(added.map(({ keyId: id, userId }) => store.apiKeys.revoke({ id, userId }, this.#parts.now())))
      await Promise.all(balances.map(([id, balance]) => this.#restoreBalance(store, id, balance)))
      if (testId === undefined) this.#parts.clockOffsetMs = clockOffsetMs
    }
    this.#saved.delete(name)
    this.#saved.set(name, { name, testId, at, restore })
    if (this.#saved.size > maxSnapshots) this.#saved.delete(this.#saved.keys().next().value!)
    return { name, testId, at }
  }

  /**
   * Restores a snapshot, which can be restored again. API keys that were seeded since then are revoked.
   *
   * @throws {ApiError} 404 when there is no snapshot with the name.
   */
  async restore(name: string): Promise<Snapshot> {
    const { restore, ...snapshot } = this.#find(name)
    await restore()
    return snapshot
  }

  /** Lists the snapshots, oldest first. */
  list(): Snapshot[] {
    return [...this.#saved.values()].map(({ name, testId, at }) => ({ name, testId, at }))
  }

  /** @throws {ApiError} 404 when there is no snapshot with the name. */
  delete(name: string): void {
    this.#saved.delete(this.#find(name).name)
  }

  #find(name: string): SavedState {
    const saved = this.#saved.get(name)
    if (saved !== undefined) return saved
    const names = [...this.#saved.keys()].map((other) => JSON.stringify(other)).join(', ')
    const known = names === '' ? 'there are none' : `there are ${names}`
    throw new ApiError(404, `No snapshot has the name ${JSON.stringify(name)}; ${known}`)
  }

  /** Corrects a balance by a line of the ledger, which is append-only. */
  #restoreBalance(store: ServerContext['store'], userId: string, balance: number): Promise<void> {
    return store.transaction(async (inner) => {
      await inner.users.lock(userId)
      const amountKopecks = balance - (await inner.ledger.balance(userId))
      if (amountKopecks === 0) return
      const description = 'Restored by a snapshot'
      await credit(inner, { userId, type: 'adjustment', amountKopecks, description, at: this.#parts.now() })
    })
  }
}
