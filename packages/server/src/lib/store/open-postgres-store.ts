import { CamelCasePlugin, Kysely, type LogEvent, PostgresDialect } from 'kysely'
import type { types } from 'pg'
import { createKyselyStore } from './create-kysely-store.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import type { Store } from './store.ts'

/** Connections that one process keeps at most. */
const maxConnections = 10

/**
 * Opens a store on PostgreSQL, creating or migrating its tables. Any number of processes may do so at once: Kysely's
 * migrator holds an advisory lock meanwhile.
 *
 * @param url `postgres://user:password@host/database`
 * @param log Hears of every statement.
 */
export async function openPostgresStore(url: string, log?: (event: LogEvent) => void): Promise<Store> {
  // Loaded only where it is used: a server on SQLite starts without it.
  const { default: pg } = await import('pg')
  const getTypeParser: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    // As in SQLite, whole numbers are numbers: nothing in a single row goes beyond 53 bits.
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, types: { getTypeParser } })
  // A connection that breaks while it idles is replaced; its error must not end the process.
  pool.on('error', () => undefined)
  // The migrator reads its own camelCase columns, so it must not see the plugin.
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }), ...(log && { log }) })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return createKyselyStore(db.withPlugin(new CamelCasePlugin()))
}
