import { openPostgresStore } from './open-postgres-store.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import type { Store } from './store.ts'

/** Opens the store at a PostgreSQL URL, or else in a SQLite file. */
export function openStore(databaseUrl: string | undefined, sqlitePath: string): Promise<Store> {
  if (databaseUrl === undefined) return openSqliteStore(sqlitePath)
  if (!/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new RangeError('The URL of the database must begin with postgres://')
  }
  return openPostgresStore(databaseUrl)
}
