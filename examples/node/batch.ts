import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Checkpoint, type CheckpointHeader, type CheckpointRecord, mapCalls } from '@mira/batch'
import { fileCheckpoint, readCheckpoint } from '@mira/batch/node'
import { chat, contentText } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)
const directory = await mkdtemp(join(tmpdir(), 'mira-batch-'))
const file = join(directory, 'answers.jsonl')

// #region batch
const questions = ['What is 6 times 7?', 'What is 12 plus 18?', 'What is 100 minus 19?']
const settings = { model: 'mira' }

async function ask(content: string, { signal, idempotencyKey }: { signal: AbortSignal; idempotencyKey: string }) {
  const params = { ...settings, messages: [{ role: 'user' as const, content }] }
  const { choices } = await mira.chat.create(params, { signal, idempotencyKey })
  return contentText(choices[0]?.message.content)
}

const batch = mapCalls(mira, questions, ask, { concurrency: 4, settings, checkpoint: fileCheckpoint(file) })
for await (const result of batch) {
  if (result.status === 'fulfilled') console.log(result.item, result.value)
  else console.error(result.item, 'failed:', result.reason) // the others go on
}
// #endregion

// #region progress
const again = mapCalls(mira, questions, ask, {
  settings,
  checkpoint: fileCheckpoint(file), // all results are there: no call is made
  rounds: 2, // what fails because the server is busy is tried once more after the others
  maxFailures: 100,
  onProgress({ succeeded, failed, restored, total, itemsPerSecond, remainingMs }) {
    console.log(`${succeeded} of ${total}, ${restored} restored, ${failed} failed`, itemsPerSecond, remainingMs)
  },
})
for await (const { index, status } of again) console.log(index, status)
// #endregion

// #region stored
for await (const { id, value } of readCheckpoint<string>(file)) console.log(id, value)
// #endregion

// #region database
const database = new DatabaseSync(join(directory, 'batches.db'))
database.exec('create table batches (name text primary key, header text)')
database.exec('create table results (batch text, id text, fingerprint text, json text, primary key (batch, id))')

/** Keeps the results of a batch in a table. */
const tableCheckpoint = (name: string): Checkpoint => ({
  open(header) {
    database.prepare('insert or ignore into batches values (?, ?)').run(name, JSON.stringify(header))
    const stored = database.prepare('select header from batches where name = ?').get(name) as { header: string }
    const find = database.prepare('select id, fingerprint, json from results where batch = ? and id = ?')
    const append = database.prepare('insert into results values (?, ?, ?, ?)')
    return {
      header: JSON.parse(stored.header) as CheckpointHeader,
      find: (id) => find.get(name, id) as CheckpointRecord | undefined,
      append: ({ id, fingerprint, json }) => void append.run(name, id, fingerprint, json),
      close() {},
    }
  },
})
// #endregion

const options = { checkpoint: tableCheckpoint('questions'), settings, idOf: (question: string) => question }
for await (const _ of mapCalls(mira, questions.slice(1), ask, options));
for await (const result of mapCalls(mira, questions, ask, options)) {
  const isRestored = result.status === 'fulfilled' && result.isRestored
  console.log(result.id, isRestored ? 'from the database' : 'from the server')
}
