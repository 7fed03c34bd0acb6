import { type Client, createClient, type Hooks, type RequestOptions } from '@mira/core'
import { readFirstLine } from './input.ts'
import type { Interrupts } from './interrupts.ts'
import { note } from './output.ts'
import { redact } from './redact.ts'

/** Options of every command. */
export interface GlobalFlags {
  readonly baseUrl?: string | undefined
  readonly model?: string | undefined
  /** Seconds. */
  readonly timeout?: number | undefined
  readonly json?: boolean | undefined
  readonly keyStdin?: boolean | undefined
  readonly debug?: boolean | undefined
}

/** What every command works with. */
export interface CommandContext {
  readonly client: Client
  /** Whether an API key is set. */
  readonly hasKey: boolean
  /** Options of every request. */
  readonly request: RequestOptions & { readonly signal: AbortSignal }
  readonly interrupts: Interrupts
}

/**
 * Creates the client of a command.
 *
 * @throws {TypeError} when the base URL is not a URL.
 * @throws {CommandError} when there is no key on standard input, although it was announced.
 */
export async function openContext(flags: GlobalFlags, interrupts: Interrupts): Promise<CommandContext> {
  const { baseUrl, model, timeout, keyStdin, debug } = flags
  const apiKey = keyStdin ? await readFirstLine() : undefined
  const client = createClient({ apiKey, baseUrl, model, hooks: debug ? debugHooks : undefined })
  const { signal } = interrupts
  return {
    client,
    hasKey: Boolean(apiKey ?? process.env.MIRA_API_KEY),
    request: { signal, timeout: timeout === undefined ? undefined : timeout * 1_000 },
    interrupts,
  }
}

const debugHooks: Hooks = {
  onResponse: ({ method, url, status, durationMs, requestId }) =>
    debugLine(`${method} ${url} ${status} in ${Math.round(durationMs)} ms${requestId ? `, request ${requestId}` : ''}`),
  onRetry: ({ method, url, error, waitMs }) =>
    debugLine(`${method} ${url}: ${error.message}; next attempt in ${Math.round(waitMs)} ms`),
}

function debugLine(text: string): void {
  note(redact(`mira: ${text}`))
}
