/** Structured logger; compatible with pino. */
export interface Logger {
  debug(entry: Readonly<Record<string, unknown>>, message: string): void
  info(entry: Readonly<Record<string, unknown>>, message: string): void
  warn(entry: Readonly<Record<string, unknown>>, message: string): void
  error(entry: Readonly<Record<string, unknown>>, message: string): void
}

/** Logger that discards all entries. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
