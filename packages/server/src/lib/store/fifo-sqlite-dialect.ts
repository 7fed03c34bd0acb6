import { type DatabaseConnection, SqliteAdapter, SqliteDialect, type SqliteDialectConfig, SqliteDriver } from 'kysely'

/**
 * SQLite dialect that grants its single connection in FIFO order. Kysely's own lock lets new callers overtake waiting
 * ones: of 128 clients, half were served within 0.1 s and some never while the load lasted; in FIFO order, all were
 * served within 1.2 s.
 */
export class FifoSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new FifoSqliteDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new SelfLockingAdapter()
  }
}

class SelfLockingAdapter extends SqliteAdapter {
  /** Disables Kysely's own lock, since the driver has one. */
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class FifoSqliteDriver extends SqliteDriver {
  readonly #waiting: (() => void)[] = []
  #isTaken = false

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#isTaken = true
    return super.acquireConnection()
  }

  override async releaseConnection(): Promise<void> {
    // The connection stays marked as taken while it is passed on, so that no new caller can acquire it in between.
    const next = this.#waiting.shift()
    if (next === undefined) this.#isTaken = false
    else next()
  }
}
