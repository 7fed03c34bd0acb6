import { controlPath } from '../control-path.ts'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'
import { readStartFile, startFilePath } from './start-file.ts'

/** Options of every command that controls a running server. */
export interface ControlFlags {
  readonly url?: string | undefined
  readonly token?: string | undefined
  readonly dataDir: string
  /** Prints results as JSON. */
  readonly json?: boolean | undefined
}

/** Environment variable of the URL of the control API. */
export const controlUrlVariable = 'MIRA_CONTROL_URL'

/** Environment variable of the token of the control API. */
export const controlTokenVariable = 'MIRA_CONTROL_TOKEN'

/** Call of the control API. */
export interface ControlCall {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Path below `/__mira/`. */
  readonly path: string
  /** Fields of the query; undefined ones are omitted. */
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined
  readonly body?: object | undefined
  readonly signal?: AbortSignal | undefined
}

/** Connection to the control API of a running server. */
export interface ControlConnection {
  /**
   * Calls the control API.
   *
   * @throws {Error} with the message of the server when it rejects the call, or with advice when it cannot be reached.
   */
  // biome-ignore lint/suspicious/noExplicitAny: each command knows the result of its call.
  call(call: ControlCall): Promise<any>
}

/**
 * Finds the control API: by the flags, the environment, or the file that a server in the data directory keeps.
 *
 * @throws {CommandError} when nothing names it.
 */
export function connectControl({ url, token, dataDir }: ControlFlags): ControlConnection {
  const { [controlUrlVariable]: envUrl, [controlTokenVariable]: envToken } = process.env
  const file = readStartFile(dataDir)
  const found = [
    { value: url, source: '--url' },
    { value: envUrl, source: controlUrlVariable },
    { value: file?.url, source: startFilePath(dataDir) },
  ].find(({ value }) => value !== undefined)
  const secret = token ?? envToken ?? (url === undefined && envUrl === undefined ? file?.token : undefined)
  if (found?.value === undefined) {
    throw new CommandError(
      `No running server found: ${startFilePath(dataDir)} does not exist. Start one with --control, or pass --url and --token`,
    )
  }
  const base = toControlUrl(found.value, found.source)
  if (secret === undefined)
    throw new CommandError(`The control API requires its token: pass --token or set ${controlTokenVariable}`)
  return { call: (call) => send({ base, token: secret, source: found.source }, call) }
}

/** @throws {CommandError} when the URL is none. */
function toControlUrl(text: string, source: string): string {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CommandError(`Expected an http: or https: URL in ${source}, received ${JSON.stringify(text)}`)
  }
  return url.origin + controlPath
}

interface Place {
  readonly base: string
  readonly token: string
  /** Where the address came from. */
  readonly source: string
}

async function send(
  { base, token, source }: Place,
  { method, path, query = {}, body, signal }: ControlCall,
): Promise<unknown> {
  const fields = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  const search = fields.length === 0 ? '' : `?${new URLSearchParams(fields)}`
  const response = await fetch(`${base}${path}${search}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  }).catch((error: Error & { readonly cause?: NodeJS.ErrnoException }) => {
    if (signal?.aborted === true) throw error
    const reason = error.cause?.code ?? error.cause?.message ?? error.message
    throw new CommandError(
      `Cannot reach ${new URL(base).origin} (${reason}). Is the server running? The address came from ${source}.`,
      { exitCode: exitCodes.failed, cause: error },
    )
  })
  const text = await response.text()
  if (response.ok) return JSON.parse(text)
  const detail = readDetail(text)
  if (response.status === 404 && detail.startsWith('No such path')) {
    throw new Error(`The server at ${new URL(base).origin} has no control API; start it with --control`)
  }
  throw new Error(detail)
}

function readDetail(text: string): string {
  try {
    const { detail, error } = JSON.parse(text) as {
      readonly detail?: string
      readonly error?: { readonly message?: string }
    }
    return detail ?? error?.message ?? text
  } catch {
    return text
  }
}
