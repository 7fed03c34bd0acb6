import { type EmulatorOptions, type ServerOptions, startServer } from '@mira/server'
import { createMiraControl, type MiraControl } from './mira-control.ts'

/** Options of {@link startMira}. */
export interface StartMiraOptions
  extends Pick<EmulatorOptions, 'fixtures' | 'strict' | 'pacing' | 'record' | 'replay'> {
  /** Further options of the server. It keeps its data in memory and listens on a free port. */
  readonly server?: Omit<ServerOptions, 'emulator' | 'dataDir' | 'databaseUrl'> | undefined
}

/** Server for tests, with the control of its emulator. */
export interface Mira extends MiraControl, AsyncDisposable {
  /** Base URL for clients of the vMira API, such as `http://127.0.0.1:8787`. */
  readonly url: string
  /** API key without limits. */
  readonly apiKey: string
  /** Environment variables for a program under test: base URLs and keys of Mira and OpenAI clients. */
  readonly env: Readonly<Record<MiraVariable, string>>
  /** Stops the server. Idempotent. */
  close(): Promise<void>
}

/** Environment variable that clients and tests read. */
export type MiraVariable =
  | 'MIRA_BASE_URL'
  | 'MIRA_API_KEY'
  | 'OPENAI_BASE_URL'
  | 'OPENAI_API_KEY'
  | 'MIRA_CONTROL_URL'
  | 'MIRA_CONTROL_TOKEN'

/**
 * Starts a server with fixed answers in this process.
 *
 * @throws {RangeError} when a fixture in code is invalid.
 * @throws {Error} with file, line and field, when a fixture file is invalid.
 */
export async function startMira({ server: options, ...emulator }: StartMiraOptions = {}): Promise<Mira> {
  const server = await startServer({ ...options, emulator: { ...emulator, control: true } })
  const { url, apiKey } = server
  const control = server.control!
  const close = () => server.close({ graceMs: 0 })
  const access = { MIRA_CONTROL_URL: control.url, MIRA_CONTROL_TOKEN: control.token }
  return {
    ...createMiraControl(control),
    url,
    apiKey,
    env: { ...toClientEnv(url, apiKey), ...access },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Returns the environment variables of clients. */
export function toClientEnv(
  url: string,
  apiKey: string,
): Record<Exclude<MiraVariable, `MIRA_CONTROL${string}`>, string> {
  return { MIRA_BASE_URL: url, MIRA_API_KEY: apiKey, OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: apiKey }
}
