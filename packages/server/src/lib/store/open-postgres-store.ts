import { CamelCasePlugin, Kysely, type LogEvent, PostgresDialect } from 'kysely'
import type { types } from 'pg'
import { createKyselyStore } from './create-kysely-store.ts'
import type { Database } from './database.ts'
import type { Store } from './store.ts'

/** Maximum connections per process. */
const maxConnections = 10

/**
 * Opens a store on PostgreSQL and creates or migrates its tables. Any number of processes may do so concurrently,
 * because Kysely's migrator holds an advisory lock.
 *
 * @param url - `postgres://user:password@host/database`
 * @param log - Called with every statement.
 */
export async function openPostgresStore(url: string, log?: (event: LogEvent) => void): Promise<Store> {
  // Loaded on demand: a server on SQLite starts without it.
  const { default: pg } = await import('pg')
  const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    // Integers are parsed to numbers, as in SQLite: no value in a single row exceeds 53 bits.
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, types: { getTypeParser } })
  // The pool replaces a broken idle connection; its error must not crash the process.
  pool.on('error', () => undefined)
  // The migrator reads its own camelCase columns, so it must not see the plugin.
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }), ...(log && { log }) })
  const { migrate } = await import('./migrate.ts')
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return createKyselyStore(db.withPlugin(new CamelCasePlugin()))
}
