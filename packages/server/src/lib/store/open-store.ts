import type { LogEvent } from 'kysely'
import { openPostgresStore } from './open-postgres-store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { Store } from './store.ts'

/**
 * Opens the store at a PostgreSQL URL or, without one, in a SQLite file.
 *
 * @param log - Called with every statement.
 * @throws {RangeError} when `databaseUrl` is not a PostgreSQL URL.
 */
export function openStore(
  databaseUrl: string | undefined,
  sqlitePath: string,
  log?: (event: LogEvent) => void,
): Promise<Store> {
  if (databaseUrl === undefined) return openSqliteStore(sqlitePath, log)
  if (!/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new RangeError('databaseUrl must begin with postgres://')
  }
  return openPostgresStore(databaseUrl, log)
}
