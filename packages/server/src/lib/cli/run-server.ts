import { access, constants } from 'node:fs/promises'
import { isIP } from 'node:net'
import pino from 'pino'
import type { ServerEngines } from '../options.ts'
import { type RunningServer, startServer } from '../start-server.ts'
import { formatBanner } from './banner.ts'
import { chooseEngines, type EngineChoice } from './choose-engines.ts'
import { secretVariable } from './open-accounts.ts'
import { readPriceList } from './read-price-list.ts'

/** Options of the command, as its parser gives them. */
export interface CommandOptions extends EngineChoice {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl?: string | undefined
  readonly devKey?: string | undefined
  readonly expose?: boolean | undefined
  readonly allowOrigin?: readonly string[] | undefined
  readonly upstreamKeyEnv: string
  /** File of a price list. */
  readonly prices?: string | undefined
  readonly logLevel: string
  /** Seconds. */
  readonly timeout: number
  /** Seconds. */
  readonly grace: number
}

/** Starts the server, tells of it on standard output, and serves until a signal. */
export async function runServer(options: CommandOptions): Promise<void> {
  const { port, host, dataDir, devKey, expose, allowOrigin, upstreamKeyEnv, logLevel, timeout, grace } = options
  if (!isLoopback(host) && expose !== true) {
    throw new Error(`Listening on ${host} lets others on the network in; add --expose if that is meant`)
  }
  if (options.model !== undefined) await access(options.model, constants.R_OK)
  const logger = pino(
    { name: 'mira-server', level: logLevel, redact: ['authorization', '*.authorization', 'apiKey', '*.apiKey'] },
    pino.destination({ dest: 2, sync: true }),
  )
  const engines = chooseEngines({ ...options, upstreamKey: process.env[upstreamKeyEnv] })
  const server = await startServer({
    port,
    host,
    dataDir,
    databaseUrl: options.databaseUrl,
    secret: process.env[secretVariable],
    apiKeys: devKey === undefined ? undefined : [devKey],
    allowedOrigins: allowOrigin,
    limits: { requestTimeoutMs: timeout * 1_000 },
    prices: options.prices === undefined ? undefined : await readPriceList(options.prices),
    engines,
    warmUp: true,
    logger,
  })
  process.stdout.write(
    formatBanner(server, { place: describePlace(options), engines: describeEngines(engines, options) }),
  )
  closeOnSignal(server, grace * 1_000)
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Where things are kept, without the password. */
function describePlace({ dataDir, databaseUrl }: CommandOptions): string {
  if (databaseUrl === undefined) return dataDir
  const { host, pathname } = new URL(databaseUrl)
  return `PostgreSQL ${host}${pathname}`
}

function describeEngines(chosen: ServerEngines, { model, upstreamUrl }: EngineChoice): [string, string][] {
  const describe = (source: unknown) => (source === undefined ? 'local' : `upstream ${upstreamUrl}`)
  return [
    ['Chat', model ?? describe(chosen.chat)],
    ['Embeddings', describe(chosen.embeddings)],
  ]
}

/** The first signal closes in good order, the second at once. */
function closeOnSignal(server: RunningServer, graceMs: number): void {
  let isClosing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isClosing) process.exit(1)
      isClosing = true
      void server.close({ graceMs }).then(() => process.exit(0))
    })
  }
}
