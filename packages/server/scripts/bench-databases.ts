import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { findPostgres, startPostgres } from '@mira/test-programs/postgres'
import { openPostgresStore } from '../src/lib/store/open-postgres-store.ts'
import { openSqliteStore } from '../src/lib/store/open-sqlite-store.ts'
import type { Store } from '../src/lib/store/store.ts'

/** An empty database to measure on. */
export interface BenchDatabase {
  readonly name: string
  readonly store: Store
  /** Adds charges and usage records of the past without going through the store, which would take hours. */
  fill(userId: string, count: number, at: number): Promise<void>
  close(): Promise<void>
}

export async function openSqliteBench(): Promise<BenchDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'mira-bench-'))
  const path = join(directory, 'mira.db')
  const store = await openSqliteStore(path)
  return {
    name: 'SQLite in a file',
    store,
    async fill(userId, count, at) {
      using database = new DatabaseSync(path)
      const row = database.prepare('select ledger_sequence as last from users where id = ?').get(userId)
      const last = Number(row!.last)
      const numbers = `with recursive n(i) as (select ${last + 1} union all select i + 1 from n where i < ${last + count})`
      database.exec('begin')
      for (const insert of listInserts(userId, at)) database.exec(`${numbers} ${insert} from n`)
      database.prepare('update users set ledger_sequence = ? where id = ?').run(last + count, userId)
      database.exec('commit')
    },
    async close() {
      await store.close()
      await rm(directory, { recursive: true })
    },
  }
}

/** @returns Undefined on a platform without PostgreSQL. */
export async function openPostgresBench(): Promise<BenchDatabase | undefined> {
  const program = await findPostgres()
  if (program.command === undefined) return undefined
  const postgres = await startPostgres(program)
  const url = await postgres.createDatabase()
  const store = await openPostgresStore(url)
  return {
    name: 'PostgreSQL on a local socket, without fsync',
    store,
    async fill(userId, count, at) {
      const { default: pg } = await import('pg')
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query('select ledger_sequence as last from users where id = $1', [userId])
      const last = Number(rows[0].last)
      for (const insert of listInserts(userId, at)) {
        await client.query(`${insert} from generate_series(${last + 1}, ${last + count}) as n(i)`)
      }
      await client.query('update users set ledger_sequence = $1 where id = $2', [last + count, userId])
      // As its own housekeeping does in time.
      await client.query('analyze')
      await client.end()
    },
    async close() {
      await store.close()
      await postgres[Symbol.asyncDispose]()
    },
  }
}

/** Statements that add one row for each number `i`. */
function listInserts(userId: string, at: number): string[] {
  return [
    `insert into transactions (user_id, sequence, id, type, amount_kopecks, balance_after_kopecks,
    remainder_after_micro_kopecks, created_at) select '${userId}', i, 't-' || i, 'charge', -1, -i, 0, ${at}`,
    `insert into usage_records (id, user_id, key_id, request_id, endpoint, model, input_tokens, output_tokens, outcome,
    cost_micro_kopecks, charged_kopecks, created_at) select 'u-' || i, '${userId}', 'key', 'r', '/v1/chat/completions',
    'mira', 1, 1, 'completed', 1000000, 1, ${at}`,
  ]
}
