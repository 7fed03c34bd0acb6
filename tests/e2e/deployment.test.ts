import { describe, expect, it } from 'vitest'
import { type Books, readBooks } from './lib/deployment/books.ts'
import { type Deployment, postgresIsMissing, startEmbedded, startShared } from './lib/deployment/deployment.ts'
import { firstChatWords, runScenario, type ScenarioCounts } from './lib/deployment/scenario.ts'

const counts: ScenarioCounts = { chats: 30, streams: 15, embeddings: 15, keys: 4, images: 6, songs: 8 }

const deployments: [name: string, start: () => Promise<Deployment>][] = [
  ['one process on its embedded store', startEmbedded],
]
const shared = 'two servers and two workers on PostgreSQL and S3'
if (postgresIsMissing) it.skip(`${shared} (${postgresIsMissing})`, () => {})
else deployments.push([shared, () => startShared({ apiCount: 2, workerCount: 2 })])

/** Kills processes one after another, at random, as the work progresses. */
function killAlong(deployment: Deployment, shares: readonly number[]) {
  const pending = [...shares]
  let kills = Promise.resolve()
  let killed = 0
  const kill = async () => {
    const index = pending.length
    const hasWorkers = deployment.workerCount > 0
    if (hasWorkers) await deployment.restartWorker(index % deployment.workerCount, 'SIGKILL')
    await deployment.restartApi(index % deployment.apiCount, 'SIGKILL')
    killed += 1
  }
  const onDone = (done: number, all: number) => {
    if (pending[0] === undefined || done / all < pending[0]) return
    pending.shift()
    kills = kills.then(kill)
  }
  return { onDone, countKills: () => kills.then(() => killed) }
}

describe.each(deployments)('%s', (_name, start) => {
  it('serves everything, and charges it once, while its processes are killed', async () => {
    await using deployment = await start()
    const { onDone, countKills } = killAlong(
      deployment,
      [0.15, 0.4, 0.65].map((share) => share + Math.random() / 10),
    )
    await runScenario({ url: deployment.url, apiKey: deployment.apiKey, onDone }, counts)
    expect(await countKills()).toBe(3)
    await deployment.stop()
    const books = await readBooks(deployment.place)
    checkLedger(books)
    checkCalls(books)
  })
})

/** Checks that the ledger is a chain whose sum is the balance, and that its charges match the usage records. */
function checkLedger({ balance, lines, charges, records }: Books): void {
  let sum = 0
  for (const [index, { sequence, amountKopecks, balanceAfterKopecks }] of lines.entries()) {
    sum += amountKopecks
    expect([sequence, balanceAfterKopecks]).toEqual([index + 1, sum])
  }
  expect(balance).toBe(sum)
  const paid = records.filter(({ costMicroKopecks }) => costMicroKopecks > 0)
  const idsOf = (items: readonly { readonly requestId: string | null }[]) => items.map((item) => item.requestId).sort()
  expect(idsOf(charges)).toEqual(idsOf(paid))
  const cost = paid.reduce((total, { costMicroKopecks }) => total + BigInt(costMicroKopecks), 0n)
  const charged = charges.reduce((total, { amountKopecks }) => total - amountKopecks, 0)
  expect(BigInt(charged) * 1_000_000n + BigInt(lines.at(-1)!.remainderAfterMicroKopecks)).toBe(cost)
}

/** Checks that every call with a key, and every job, was charged exactly once, however often it was sent and run. */
function checkCalls({ charges, records, jobs }: Books): void {
  for (let index = 0; index < counts.chats; index++) {
    const ofChat = charges.filter(({ inputTokens }) => inputTokens === firstChatWords + index)
    expect([index, ofChat.length]).toEqual([index, 1])
  }
  const completed = (path: string) =>
    records.filter(({ endpoint, outcome }) => endpoint === path && outcome === 'completed').length
  expect(completed('/v1/embeddings')).toBe(counts.embeddings)
  expect(completed('/v1/images/edit')).toBe(counts.images)
  expect(completed('/v1/audio/music')).toBe(counts.songs)
  expect(jobs).toEqual(Array(counts.songs).fill('succeeded'))
}
