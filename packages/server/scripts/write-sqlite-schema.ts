// Writes src/lib/store/sqlite-schema.ts: the schema that the migrations produce. Run after adding a migration:
//
//   node packages/server/scripts/write-sqlite-schema.ts && pnpm format
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from '../src/lib/store/migrate.ts'
import { toKyselyDatabase } from '../src/lib/store/node-sqlite.ts'
import { readSqliteSchema } from '../src/lib/store/read-sqlite-schema.ts'

const database = new DatabaseSync(':memory:')
await migrate(new Kysely({ dialect: new SqliteDialect({ database: toKyselyDatabase(database) }) }))
const target = fileURLToPath(new URL('../src/lib/store/sqlite-schema.ts', import.meta.url))
writeFileSync(
  target,
  `/**
 * Schema of a new SQLite database, as all migrations together produce it: running them takes ten times as long. Written by
 * \`scripts/write-sqlite-schema.ts\`.
 */
export const sqliteSchema: { readonly migrations: readonly string[]; readonly statements: readonly string[] } = ${JSON.stringify(readSqliteSchema(database), null, 2)}
`,
)
