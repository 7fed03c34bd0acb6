import pino, { type Logger } from 'pino'

/** Options of {@link createLogger}. */
export interface LoggerOptions {
  readonly level: string
  /** Whether the log is read by a person. Defaults to whether standard error is a terminal. */
  readonly isTerminal?: boolean | undefined
  /** Name of the package that formats entries for people. Defaults to `pino-pretty`. */
  readonly formatter?: string | undefined
}

/** Creator of a stream that formats entries, the default export of `pino-pretty`. */
type CreatePretty = (options: object) => pino.DestinationStream

/**
 * Creates the logger of the command line, on standard error: readable lines on a terminal if `pino-pretty` is installed,
 * JSON elsewhere.
 */
export async function createLogger({
  level,
  isTerminal = process.stderr.isTTY === true,
  formatter = 'pino-pretty',
}: LoggerOptions): Promise<Logger> {
  const redact = ['authorization', '*.authorization', 'apiKey', '*.apiKey']
  const createPretty = isTerminal ? await findPretty(formatter) : undefined
  const destination =
    createPretty?.({ destination: 2, sync: true, ignore: 'pid,hostname,name', translateTime: 'SYS:HH:MM:ss.l' }) ??
    pino.destination({ dest: 2, sync: true })
  return pino({ name: 'mira-server', level, redact }, destination)
}

/** Finds the optional package. */
async function findPretty(name: string): Promise<CreatePretty | undefined> {
  try {
    // The name is a variable, so that a bundler does not look for the package.
    return ((await import(name)) as { readonly default: CreatePretty }).default
  } catch {
    return undefined
  }
}
