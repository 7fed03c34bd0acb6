import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely'
import type { Database } from './database.ts'

/** Query that is built and compiled once per database, and then executed with different values. */
export interface PreparedQuery<Parameters, Row> {
  /** Executes the query and returns all rows. */
  all(db: Kysely<Database>, parameters: Parameters): Promise<Row[]>
  /** Executes the query and returns the first row; undefined if there is none. */
  first(db: Kysely<Database>, parameters: Parameters): Promise<Row | undefined>
  /** Executes a statement and returns the number of rows it changed. */
  run(db: Kysely<Database>, parameters: Parameters): Promise<bigint>
}

/** Stands for a value that is only known when the query is executed. */
class Placeholder {
  readonly name: PropertyKey

  constructor(name: PropertyKey) {
    this.name = name
  }
}

/** Parameters of which each is a placeholder; the query builder passes them through as values. */
const placeholders: object = /* @__PURE__ */ new Proxy({}, { get: (_target, name) => new Placeholder(name) })

/**
 * Declares a query of a hot path: building and compiling it takes several times as long as executing it.
 *
 * @param build - Builds the query. Must use each parameter as a value only, never to decide what to build.
 */
export function compiledQuery<Parameters extends object, Row>(
  build: (db: Kysely<Database>, parameters: Parameters) => Compilable<Row>,
): PreparedQuery<Parameters, Row> {
  const find = compileOnce((db) => build(db, placeholders as Parameters).compile())

  function execute(db: Kysely<Database>, parameters: Parameters): Promise<QueryResult<Row>> {
    const query = find(db)
    const values = query.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.name as keyof Parameters] : value,
    )
    return db.executeQuery({ ...query, parameters: values })
  }

  return {
    all: async (db, parameters) => (await execute(db, parameters)).rows,
    first: async (db, parameters) => (await execute(db, parameters)).rows[0],
    run: async (db, parameters) => (await execute(db, parameters)).numAffectedRows ?? 0n,
  }
}

/** Compiles a query at its first use with a database, of whose transactions the first is as good as any. */
export function compileOnce<Row>(
  compile: (db: Kysely<Database>) => CompiledQuery<Row>,
): (db: Kysely<Database>) => CompiledQuery<Row> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return (db) => {
    // All transactions of a database share its adapter.
    const { adapter } = db.getExecutor()
    let query = compiled.get(adapter)
    if (query === undefined) {
      query = compile(db)
      compiled.set(adapter, query)
    }
    return query
  }
}
