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

/** Maximum rows per statement. */
const maxRows = 32

/** Declares an insert of any number of rows. Returns the function that executes it. */
export function rowInsert<Table extends keyof Database>(
  table: Table,
  { columns, onConflict = (insert) => insert }: RowInsertOptions<Table>,
): (db: Kysely<Database>, rows: readonly Database[Table][]) => Promise<void> {
  const row = Object.fromEntries(columns.map((column) => [column, null]))
  // A statement for each number of rows: executing one takes longer than binding several rows.
  const statements = Array.from({ length: maxRows }, (_, index) => {
    const values = Array.from({ length: index + 1 }, () => row)
    return compileOnce((db) => onConflict(db.insertInto(table).values(values as never)).compile())
  })

  return async (db, rows) => {
    for (let next = 0; next < rows.length; next += maxRows) {
      const group = rows.slice(next, next + maxRows)
      const find = statements[group.length - 1]!
      const parameters = group.flatMap((each) => columns.map((column) => each[column]))
      await db.executeQuery({ ...find(db), parameters })
    }
  }
}
