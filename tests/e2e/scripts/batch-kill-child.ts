// A batch in a process of its own, which `batch-kill.ts` kills. Arguments: URL of the server, number of items,
// checkpoint file, file of results. Prints a line for each result of a call of this process.
import { writeSync } from 'node:fs'
import { type BatchResult, mapCalls } from '@mira/batch'
import { fileCheckpoint, writeJsonLines } from '@mira/batch/node'
import { billed, createClient, request } from '@mira/core'

const [url = '', items = '', checkpointPath = '', resultsPath = ''] = process.argv.slice(2)
const mira = createClient({ baseUrl: url, apiKey: null, retry: { maxRetries: 10, baseDelayMs: 2, maxDelayMs: 20 } })

function* listItems(): Generator<string> {
  for (let index = 0; index < Number(items); index += 1) yield `item ${index}`
}

const batch = mapCalls(
  mira,
  listItems(),
  (item, { signal, idempotencyKey }) =>
    request<{ answer: string }>(
      mira,
      { operation: 'ledger.charge', path: '/v1/charge', json: { item }, billing: billed },
      { signal, idempotencyKey },
    ),
  { concurrency: 16, checkpoint: fileCheckpoint(checkpointPath), name: 'batch-kill', settings: { version: 1 } },
)

await writeJsonLines(resultsPath, report(batch))

async function* report<Item, Value>(results: AsyncIterable<BatchResult<Item, Value>>): AsyncGenerator<unknown> {
  for await (const result of results) {
    if (result.status === 'rejected') throw result.reason
    // Written at once: a pipe would lose what is buffered when the process is killed.
    if (!result.isRestored) writeSync(1, '\n')
    yield { item: result.item, answer: result.value }
  }
}
