import type { EmulatorOptions } from '../emulator/emulator-options.ts'
import type { RecordOptions } from '../emulator/recording/target.ts'
import type { EngineChoices } from '../engines/server-engines.ts'
import { isLoopback } from '../is-loopback.ts'
import type { MetricsAddress } from '../observability/metrics-listener.ts'
import type { ServerOptions } from '../options.ts'
import { startServer } from '../start-server.ts'
import type { ErrorStyle } from '../wire/error-style.ts'
import { formatBanner } from './banner.ts'
import { chooseEngines, type EngineChoice } from './choose-engines.ts'
import { CommandError } from './command-error.ts'
import { controlTokenVariable } from './control-connection.ts'
import { createLogger } from './create-logger.ts'
import { describeEngines } from './describe-engines.ts'
import { describeListenError } from './describe-listen-error.ts'
import { secretVariable } from './open-accounts.ts'
import { openBrowser } from './open-browser.ts'
import { pullProgress } from './pull-progress.ts'
import { quoteArgument } from './quote-argument.ts'
import { readPriceList } from './read-price-list.ts'
import { writeStartFile } from './start-file.ts'

/** Environment variable of the secret that signs webhooks. */
export const webhookSecretVariable = 'MIRA_WEBHOOK_SECRET'

/** Parsed options of the command. */
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
  readonly trustedProxy?: readonly string[] | undefined
  readonly upstreamKeyEnv: string
  readonly alias?: Readonly<Record<string, string>> | undefined
  readonly anyModel?: boolean | undefined
  readonly strictFields?: boolean | undefined
  readonly errorStyle?: ErrorStyle | undefined
  /** Name or path of ffmpeg. */
  readonly ffmpeg?: string | undefined
  /** Name or path of eSpeak NG. */
  readonly espeak?: string | undefined
  /** Path of a price list in JSON. */
  readonly prices?: string | undefined
  readonly logLevel: string
  /** Maximum concurrent jobs. */
  readonly workers?: number | undefined
  /** Timeout until a response starts, in seconds. */
  readonly timeout: number
  /** Grace period for running requests at shutdown, in seconds. */
  readonly grace: number
  /** Drain period before the shutdown, in seconds. */
  readonly drainDelay: number
  readonly maxConcurrentRequests?: number | undefined
  readonly moderateChats?: boolean | undefined
  readonly metrics?: MetricsAddress | undefined
  /** Paths of fixture files and directories. */
  readonly fixtures?: readonly string[] | undefined
  readonly strict?: boolean | undefined
  readonly control?: boolean | undefined
  readonly exposeControl?: boolean | undefined
  /** Speed of recorded exchanges. */
  readonly speed?: number | undefined
  /** API to record; set by the `record` command. */
  readonly record?: RecordOptions | undefined
  /** Downloads models that are missing. */
  readonly pull?: boolean | undefined
  /** Opens the page of the server in a browser. */
  readonly open?: boolean | undefined
  /** Serves the playground, if it is installed. */
  readonly playground?: boolean | undefined
}

/**
 * Starts the server, prints the banner to standard output, and serves until SIGINT or SIGTERM.
 *
 * @param name - Name of the program, for commands in the banner.
 */
export async function runServer(options: CommandOptions, name: string): Promise<void> {
  const { grace, drainDelay, record } = options
  const serverOptions = await toServerOptions(options)
  const server = await startServer({ ...serverOptions, warmUp: record === undefined }).catch((error) => {
    throw describeListenError(error, options)
  })
  // A download can take many minutes, and the address is printed only after it.
  if (options.pull === true) process.stderr.write(`Progress of downloads: ${server.url}/health\n`)
  try {
    // Before the banner, so that a file that is no model ends the start with one sentence.
    await server.loadChosenEngines()
  } catch (error) {
    await server.close({ graceMs: 0 })
    throw error
  }
  const { control } = server
  const removeStartFile = control === undefined ? undefined : await writeStartFile(options.dataDir, control)
  // Before the banner: a program that has read it may stop the server at once.
  closeOnSignal(async (graceMs) => {
    await removeStartFile?.()
    await server.close({ graceMs, drainMs: drainDelay * 1_000 })
  }, grace * 1_000)
  process.stdout.write(
    formatBanner(server, {
      dataLocation: describeLocation(options),
      createKey: formatCreateKey(options, name),
      engines: record === undefined ? describeEngines(serverOptions.engines, options) : [],
      record,
    }),
  )
  if (options.open === true) openBrowser(`${server.url}/`)
}

/**
 * Converts command-line options to options of a server or a worker.
 *
 * @throws {Error} when the host is not a loopback address and `expose` is not set, or when a file is not readable.
 */
export async function toServerOptions(options: CommandOptions): Promise<ServerOptions & { engines: EngineChoices }> {
  const { port, host, dataDir, devKey, allowOrigin, upstreamKeyEnv, logLevel, timeout, workers } = options
  const { maxConcurrentRequests, metrics, expose } = options
  for (const address of [host, metrics?.host]) {
    if (address === undefined || isLoopback(address) || expose === true) continue
    throw new CommandError(`Listening on ${address} exposes the server to the network; add --expose to allow it`)
  }
  const logger = await createLogger({ level: logLevel })
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
    trustedProxies: options.trustedProxy,
    aliases: options.alias,
    anyModel: options.anyModel,
    strictFields: options.strictFields,
    errorStyle: options.errorStyle,
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
    models: { pull: options.pull, onEvent: pullProgress(process.stderr, false) },
    jobs: { ...(workers === undefined ? {} : { workers }), webhookSecret: process.env[webhookSecretVariable] },
    emulator: toEmulatorOptions(options),
    // While recording, the page would call the recorded API with the key of this server.
    playground: options.playground === true && options.record === undefined,
    logger,
  }
}

/** Returns undefined unless an option asks for the emulator. */
function toEmulatorOptions(options: CommandOptions): EmulatorOptions | undefined {
  const { fixtures, strict, control, exposeControl, speed, record } = options
  if (exposeControl === true && control !== true)
    throw new CommandError('--expose-control opens the control API, which is not served: add --control')
  if ([fixtures, strict, control, speed, record].every((option) => option === undefined)) return undefined
  const token = process.env[controlTokenVariable]
  const access = control === true ? { token, isExposed: exposeControl } : control
  return { fixtures, strict, record, control: access, ...(speed === undefined ? {} : { replay: { speed } }) }
}

/** Describes the location of the data, without the database password. */
function describeLocation({ dataDir, databaseUrl }: CommandOptions): string {
  if (databaseUrl === undefined) return dataDir
  const { host, pathname } = new URL(databaseUrl)
  return `PostgreSQL ${host}${pathname}`
}

/** Formats the command that creates another API key for the owner of the data. */
function formatCreateKey({ dataDir, databaseUrl }: CommandOptions, name: string): string {
  // Its URL may have a password, so it is best passed as MIRA_DATABASE_URL.
  const location = databaseUrl === undefined ? ` --data-dir ${quoteArgument(dataDir)}` : ''
  // A program that `npx` has started is on its path only.
  const command = process.env.npm_lifecycle_event === 'npx' ? `npx @mira/${name.replace(/^mira-/, '')}` : name
  return `${command} keys create Owner${location}`
}

/** Shuts down gracefully on the first SIGINT or SIGTERM and exits immediately on the second. */
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
