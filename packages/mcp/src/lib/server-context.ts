import type { Client } from '@mira/core'
import { SavedFiles } from './files/saved-files.ts'
import { type McpServerOptions, type McpSettings, readSettings } from './mcp-options.ts'

/** Components that all connections of one server share. */
export interface ServerContext {
  readonly client: Client
  readonly settings: McpSettings
  readonly files: SavedFiles
  /** Requests that outlive their call, such as the cancellation of a job. They never reject. */
  readonly pending: Set<Promise<void>>
}

/**
 * Creates the shared components.
 *
 * @throws {TypeError | RangeError} for invalid options.
 */
export function createContext(client: Client, options?: McpServerOptions): ServerContext {
  const settings = readSettings(options)
  return { client, settings, files: new SavedFiles(settings.outputDirectory), pending: new Set() }
}

/** Waits until requests that outlive their call are complete, at most `timeoutMs`. */
export async function settlePending({ pending }: ServerContext, timeoutMs = 5_000): Promise<void> {
  if (pending.size === 0) return
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([Promise.all(pending), timeout])
  clearTimeout(timer)
}
