/** Takes structured log entries; a pino logger is one. */
export interface Logger {
  debug(entry: Readonly<Record<string, unknown>>, message: string): void
  info(entry: Readonly<Record<string, unknown>>, message: string): void
  warn(entry: Readonly<Record<string, unknown>>, message: string): void
  error(entry: Readonly<Record<string, unknown>>, message: string): void
}

/** Writes nothing. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
