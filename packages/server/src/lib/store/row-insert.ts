import type { InsertQueryBuilder, InsertResult, Kysely } from 'kysely'
import { compileOnce } from './compiled-query.ts'
import type { Database } from './database.ts'

type Insert<Table extends keyof Database> = InsertQueryBuilder<Database, Table, InsertResult>

/** Options of {@link rowInsert}. */
export interface RowInsertOptions<Table extends keyof Database> {
  /** Columns to insert. */
  readonly columns: readonly (keyof Database[Table] & string)[]
  /** Adds a clause for conflicts. Defaults to none. */
  readonly onConflict?: ((insert: Insert<Table>) => Insert<Table>) | undefined
}

/** Numbers of rows per statement: any number of rows needs few statements, each of which is compiled once. */
const sizes = [32, 16, 8, 4, 2, 1] as const

/** Declares an insert of any number of rows. Returns the function that executes it. */
export function rowInsert<Table extends keyof Database>(
  table: Table,
  { columns, onConflict = (insert) => insert }: RowInsertOptions<Table>,
): (db: Kysely<Database>, rows: readonly Database[Table][]) => Promise<void> {
  const row = Object.fromEntries(columns.map((column) => [column, null]))
  const statements = sizes.map((size) => {
    const values = Array.from({ length: size }, () => row)
    const find = compileOnce((db) => onConflict(db.insertInto(table).values(values as never)).compile())
    return { size, find }
  })

  return async (db, rows) => {
    let next = 0
    for (const { size, find } of statements) {
      for (; rows.length - next >= size; next += size) {
        const parameters = rows.slice(next, next + size).flatMap((each) => columns.map((column) => each[column]))
        await db.executeQuery({ ...find(db), parameters })
      }
    }
  }
}
