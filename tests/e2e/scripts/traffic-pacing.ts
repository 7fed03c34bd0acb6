// Pacing against a strict limit: node --conditions=@mira/source tests/e2e/scripts/traffic-pacing.ts [--local]
//
// 200 calls at once, of one process and of four with one key, against a token bucket that allows a tenth of them at once
// and ten per second: with the limit in headers, and with 429s alone. Then, or with --local only,
// against the limits of the local server.
import { parseArgs } from 'node:util'
import { createApiKey } from '@mira/account'
import { createChatCompletion } from '@mira/chat'
import { type Client, createClient } from '@mira/core'
import { startServer } from '@mira/server'
import { createPacer, paceCalls } from '@mira/traffic'
import { type PacedRun, runPaced } from '../lib/traffic/run-paced.ts'

const bucket = { calls: 200, capacity: 20, perSecond: 10 }
const runs: readonly (PacedRun & { readonly title: string })[] = [
  { ...bucket, title: '1 process, limit in headers', processes: 1, headers: true },
  { ...bucket, title: '4 processes, limit in headers', processes: 4, headers: true },
  { ...bucket, title: '1 process, 429s alone', processes: 1, headers: false },
  { ...bucket, title: '4 processes, 429s alone', processes: 4, headers: false },
]

const { values } = parseArgs({ options: { local: { type: 'boolean' } } })
for (const { title, ...run } of values.local ? [] : runs) {
  const { requestsPerAnswer, timeToIdeal, arrivals } = await runPaced(run)
  console.log(
    `\n${title}: ${requestsPerAnswer.toFixed(3)} requests per answer, ${timeToIdeal.toFixed(3)} of the ideal time`,
  )
  printHistogram(arrivals)
}
await runLocal()

/** Requests of each half second; refused ones are shown as x. */
function printHistogram(arrivals: readonly { readonly atMs: number; readonly isAccepted: boolean }[]): void {
  const slots = Math.ceil((arrivals.at(-1)?.atMs ?? 0) / 500 + 0.001)
  for (let slot = 0; slot < slots; slot += 1) {
    const here = arrivals.filter(({ atMs }) => Math.floor(atMs / 500) === slot)
    const bar = here.map(({ isAccepted }) => (isAccepted ? '#' : 'x')).join('')
    console.log(`  ${(slot / 2).toFixed(1).padStart(5)} s ${String(here.length).padStart(3)} ${bar}`)
  }
}

/**
 * The local server allows 30 requests in any 60 seconds, and reports it in headers: 33 calls take 60 s if 30 are sent at
 * once, and 64 s at an even pace.
 */
async function runLocal(): Promise<void> {
  await using server = await startServer({ warmUp: true, limits: { requestsPerMinute: 30 } })
  const owner = createClient({ baseUrl: server.url, apiKey: server.apiKey })
  // Loading the engine takes longer than a minute's pace may wait. The limit is one of a key.
  await ask(owner, 0)
  const { secret } = await createApiKey(owner, { name: 'pacing' })
  let requests = 0
  const counted: typeof fetch = (url, init) => {
    requests += 1
    return fetch(url, init)
  }
  const client = paceCalls(
    createClient({ baseUrl: server.url, apiKey: secret.reveal(), fetch: counted as never }),
    createPacer(),
  )
  const startMs = performance.now()
  await Promise.all(Array.from({ length: 33 }, (_, index) => ask(client, index)))
  const seconds = (performance.now() - startMs) / 1_000
  console.log(
    `\nlocal server, 33 calls at 30 per minute: ${(requests / 33).toFixed(3)} requests per answer, ` +
      `${seconds.toFixed(1)} s, ${(seconds / 60).toFixed(3)} of the ideal time`,
  )
}

function ask(client: Client, number: number): Promise<unknown> {
  return createChatCompletion(client, { messages: [{ role: 'user', content: `What is ${number} plus 1?` }] })
}
