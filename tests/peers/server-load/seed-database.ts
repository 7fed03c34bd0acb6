import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Adds rows to the database of a stopped server: API keys, stored responses, settled jobs, and ledger lines and usage
 * records of its owner.
 *
 * @param rows - Number of rows of each kind.
 */
export function seedDatabase(dataDir: string, rows: number): void {
  const database = new DatabaseSync(join(dataDir, 'mira.db'))
  const { id: userId } = database.prepare('select id from users').get() as { id: string }
  const { id: keyId } = database.prepare('select id from api_keys').get() as { id: string }
  const { line, balance } = database
    .prepare('select max(sequence) as line, sum(amount_kopecks) as balance from transactions where user_id = ?')
    .get(userId) as { line: number; balance: number }
  const numbers = `with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${rows})`
  const day = Date.now()
  database.exec('begin')
  for (const statement of [
    `insert into api_keys ${numbers} select 'key-' || n, '${userId}', 'key', 'hash-' || n, 'sk-mira-00000000', 0, 0, null, n, null from numbers`,
    `insert into responses (id, key_id, conversation, body, created_at) ${numbers}
       select 'response-' || n, '${keyId}', '[]', '{}', ${day} + n from numbers`,
    `insert into jobs (id, kind, user_id, key_id, request_id, endpoint, origin, request, payment, status, progress, turn,
       attempts, available_at, revision, created_at, finished_at, expires_at) ${numbers}
       select 'job-' || n, 'music', '${userId}', '${keyId}', 'r', '/', '', '{}', 'none', 'failed', 0, n, 1, 0, 1, n, n,
       ${day} + 86400000 from numbers`,
    `insert into transactions ${numbers} select '${userId}', ${line} + n, 'line-' || n, 'charge', 0, ${balance}, 0, null,
       'mira', 1, 1, null, 'r', n from numbers`,
    `update users set ledger_sequence = ${line} + ${rows} where id = '${userId}'`,
    `insert into usage_records (id, user_id, key_id, request_id, endpoint, model, input_tokens, output_tokens, created_at)
       ${numbers} select 'usage-' || n, '${userId}', '${keyId}', 'r', '/', 'mira', 1, 1, n from numbers`,
  ])
    database.exec(statement)
  database.exec('commit')
  database.close()
}
