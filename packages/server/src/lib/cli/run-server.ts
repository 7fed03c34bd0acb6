import { access, constants } from 'node:fs/promises'
import { isIP } from 'node:net'
import pino from 'pino'
import type { MetricsAddress } from '../observability/metrics-listener.ts'
import type { ServerEngines, ServerOptions } from '../options.ts'
import { startServer } from '../start-server.ts'
import { formatBanner } from './banner.ts'
import { chooseEngines, type EngineChoice } from './choose-engines.ts'
import { describeEngines } from './describe-engines.ts'
import { secretVariable } from './open-accounts.ts'
import { readPriceList } from './read-price-list.ts'

/** Environment variable with the secret that signs webhooks. */
export const webhookSecretVariable = 'MIRA_WEBHOOK_SECRET'

/** Options of the command, as its parser gives them. */
export interface CommandOptions extends EngineChoice {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl?: string | undefined
  readonly mediaUrl?: string | undefined
  readonly mediaEndpoint?: string | undefined
  readonly publicUrl?: string | undefined
  readonly devKey?: string | undefined
  readonly expose?: boolean | undefined
  readonly allowOrigin?: readonly string[] | undefined
  readonly upstreamKeyEnv: string
  /** Name or path of the program. */
  readonly ffmpeg?: string | undefined
  /** Name or path of the program. */
  readonly espeak?: string | undefined
  /** File of a price list. */
  readonly prices?: string | undefined
  readonly logLevel: string
  /** Jobs to work on at once. */
  readonly workers?: number | undefined
  /** Seconds. */
  readonly timeout: number
  /** Seconds. */
  readonly grace: number
  /** Seconds. */
  readonly drainDelay: number
  readonly maxConcurrentRequests?: number | undefined
  readonly moderateChats?: boolean | undefined
  readonly metrics?: MetricsAddress | undefined
}

/** Starts the server, tells of it on standard output, and serves until a signal. */
export async function runServer(options: CommandOptions): Promise<void> {
  const { grace, drainDelay } = options
  const serverOptions = await toServerOptions(options)
  const server = await startServer({ ...serverOptions, warmUp: true })
  process.stdout.write(
    formatBanner(server, { place: describePlace(options), engines: describeEngines(serverOptions.engines, options) }),
  )
  closeOnSignal((graceMs) => server.close({ graceMs, drainMs: drainDelay * 1_000 }), grace * 1_000)
}

/** Options of a server, or of a worker that shares its database, as the command line gives them. */
export async function toServerOptions(options: CommandOptions): Promise<ServerOptions & { engines: ServerEngines }> {
  const { port, host, dataDir, devKey, allowOrigin, upstreamKeyEnv, logLevel, timeout, workers } = options
  const { maxConcurrentRequests, metrics, expose } = options
  for (const address of [host, metrics?.host]) {
    if (address === undefined || isLoopback(address) || expose === true) continue
    throw new Error(`Listening on ${address} lets others on the network in; add --expose if that is meant`)
  }
  if (options.model !== undefined) await access(options.model, constants.R_OK)
  const logger = pino(
    { name: 'mira-server', level: logLevel, redact: ['authorization', '*.authorization', 'apiKey', '*.apiKey'] },
    pino.destination({ dest: 2, sync: true }),
  )
  return {
    port,
    host,
    dataDir,
    databaseUrl: options.databaseUrl,
    mediaUrl: options.mediaUrl,
    mediaEndpoint: options.mediaEndpoint,
    publicUrl: options.publicUrl,
    secret: process.env[secretVariable],
    apiKeys: devKey === undefined ? undefined : [devKey],
    allowedOrigins: allowOrigin,
    limits: {
      requestTimeoutMs: timeout * 1_000,
      ...(maxConcurrentRequests === undefined ? {} : { maxConcurrentRequests }),
    },
    metrics,
    moderateChats: options.moderateChats,
    ffmpegCommand: options.ffmpeg,
    espeakCommand: options.espeak,
    prices: options.prices === undefined ? undefined : await readPriceList(options.prices),
    engines: chooseEngines({ ...options, upstreamKey: process.env[upstreamKeyEnv] }),
    jobs: { ...(workers === undefined ? {} : { workers }), webhookSecret: process.env[webhookSecretVariable] },
    logger,
  }
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

/** The first signal closes in good order, the second at once. */
export function closeOnSignal(close: (graceMs: number) => Promise<void>, graceMs: number): void {
  let isClosing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isClosing) process.exit(1)
      isClosing = true
      void close(graceMs).then(() => process.exit(0))
    })
  }
}
