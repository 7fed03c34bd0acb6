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

/** Keeps a request in mind that may outlive its call, until it settles. */
export function track({ pending }: Pick<ServerContext, 'pending'>, request: Promise<unknown>): void {
  const settled = request.then(
    () => {},
    () => {},
  )
  pending.add(settled)
  settled.finally(() => pending.delete(settled))
}

/** Waits until requests that outlive their call are complete, at most `timeoutMs`. */
export async function settlePending({ pending }: Pick<ServerContext, 'pending'>, timeoutMs = 5_000): Promise<void> {
  let isLate = false
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      isLate = true
      resolve()
    }, timeoutMs)
  })
  // A call that ends may start the cancellation of its job.
  while (pending.size > 0 && !isLate) await Promise.race([Promise.all(pending), timeout])
  clearTimeout(timer)
}
