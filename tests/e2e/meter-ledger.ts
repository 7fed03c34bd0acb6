import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Charge, type MeteredCall, meter, type Reconciliation, reconcile, type Scope } from '@mira/meter'
import { type Fault, type FaultPlan, generateApiKey, startServer } from '@mira/server'
import { defaultPriceList } from '../../packages/server/src/lib/billing/price-list.ts'
import {
  createDurationEngine,
  createHummingEngine,
} from '../../packages/server/src/lib/test-support/audio-engines.test-support.ts'
import { type Books, readBooks } from './lib/deployment/books.ts'
import { createSmallEngines } from './lib/deployment/small-engines.ts'
import { connectMira, type LedgerMira, runOperation } from './meter-operations.ts'

/** Options of {@link compareLedgers}. */
export interface LedgerOptions {
  readonly operations: number
  readonly seed: number
  /** Number of operations at a time. Defaults to 24. */
  readonly concurrency?: number | undefined
}

/** The same operations according to a scope, and to the ledger of its server. */
export interface LedgerReport {
  readonly books: Books
  /** Calls before reconciliation. */
  readonly calls: readonly MeteredCall[]
  /** Calls whose exact cost is not that of the server's record of the same request, to a millionth of a kopeck. */
  readonly differing: readonly string[]
  /** Number of calls compared for that. */
  readonly compared: number
  /** Known cost before reconciliation, in hundred-trillionths of a ruble. */
  readonly before: bigint
  readonly reconciliation: Reconciliation
  /** Cost after reconciliation in kopecks, and sum of the ledger's charges. */
  readonly meteredKopecks: bigint
  readonly ledgerKopecks: bigint
  /** Cost of the audio of realtime sessions by the meter and by the server, in kopecks; they round milliseconds apart. */
  readonly audioKopecks: { readonly metered: number; readonly recorded: number }
  /** Whether the costs of the inner scopes add up to that of the scope around them. */
  readonly isSumOfScopes: boolean
}

/** Faults by their name in the header of an operation; each applies to its first request. */
const faults: Readonly<Record<string, Fault>> = {
  busy: { status: 503, retryAfterSeconds: 0 },
  limited: { status: 429, retryAfterSeconds: 0 },
  gateway: { status: 502 },
  lost: { dropAfterBytes: 0 },
  torn: { chunkBytes: 3 },
  cut: { dropAfterBytes: 60 },
  stalled: { stallAfterBytes: 30 },
}

/** Runs random operations in nested scopes against a server on its own directory, and compares the sums with its ledger. */
export async function compareLedgers({ operations, seed, concurrency = 24 }: LedgerOptions): Promise<LedgerReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mira-meter-'))
  try {
    const apiKey = generateApiKey()
    const audio = { speech: createHummingEngine(), transcription: createDurationEngine({ maxStreams: 64 }) }
    const engines = { ...createSmallEngines(), ...audio }
    const server = await startServer({
      dataDir,
      apiKeys: [apiKey],
      engines,
      faults: createFaultPlan(),
      jobs: { workers: 8 },
    })
    const outer = meter(connectMira(server.url, apiKey), { prices: defaultPriceList, maxRecords: 10 * operations })
    const inner = [0, 1].map(() => meter(outer.client, { prices: defaultPriceList, maxRecords: 0 }))
    try {
      await runAll(inner, { operations, seed, concurrency })
    } finally {
      // Waits until the usage of all requests is recorded, also of those that their callers left.
      await server.close({ graceMs: 20_000 })
    }
    const isSumOfScopes = inner.reduce((sum, { cost }) => sum + cost.exact, 0n) === outer.cost.exact
    return { ...(await compare(outer, await readBooks({ dataDir, apiKey }))), isSumOfScopes }
  } finally {
    await rm(dataDir, { recursive: true })
  }
}

async function runAll(
  scopes: readonly Scope<LedgerMira>[],
  options: LedgerOptions & { readonly concurrency: number },
): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < options.operations) {
      const index = next++
      const scope = scopes[index % scopes.length]!
      await runOperation(scope.client, { index, seed: options.seed })
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
}

function createFaultPlan(): FaultPlan {
  const begun = new Set<string>()
  return ({ headers }) => {
    const [name, id] = headers['x-fault']?.split(' ') ?? []
    if (name === undefined || id === undefined || begun.has(id)) return undefined
    begun.add(id)
    return faults[name]
  }
}

async function compare(scope: Scope, books: Books): Promise<Omit<LedgerReport, 'isSumOfScopes'>> {
  const { calls } = scope
  const before = scope.cost.exact
  const recordOf = new Map(books.records.map((record) => [record.requestId, record]))
  const exact = calls.filter(({ status, requestId }) => status === 'exact' && requestId !== undefined)
  const differing = exact.flatMap(({ requestId, operation, cost }) => {
    const { costMicroKopecks = 0 } = recordOf.get(requestId!) ?? {}
    const isSame = cost!.exact === BigInt(costMicroKopecks) * 1_000_000n
    return isSame ? [] : [`${operation} ${requestId}: ${cost} metered, ${costMicroKopecks} recorded`]
  })
  const metered = calls.reduce(
    (sum, { operation, cost }) => sum + (operation === 'realtime.audio' ? cost!.exact : 0n),
    0n,
  )
  const recorded = books.records.filter(({ model }) => model === 'mira-realtime')
  const recordedMicroKopecks = recorded.reduce((sum, { costMicroKopecks }) => sum + costMicroKopecks, 0)
  const audioKopecks = { metered: Number(metered / 1_000_000n) / 1e6, recorded: recordedMicroKopecks / 1e6 }
  const charges = books.charges.map(toCharge).toReversed()
  const reconciliation = await reconcile(scope, charges, { isComplete: true, isExclusive: true })
  const ledgerKopecks = books.charges.reduce((sum, { amountKopecks }) => sum - BigInt(amountKopecks), 0n)
  const meteredKopecks = scope.cost.minorUnits
  return {
    books,
    calls,
    differing,
    compared: exact.length,
    before,
    reconciliation,
    meteredKopecks,
    ledgerKopecks,
    audioKopecks,
  }
}

function toCharge({
  id = randomUUID(),
  type,
  amountKopecks,
  requestId,
  model,
  createdAt,
}: Books['lines'][number]): Charge {
  return {
    id,
    type,
    amount_kopecks: amountKopecks,
    request_id: requestId,
    model,
    created_at: new Date(createdAt).toISOString(),
  }
}
