import { isMiraError, type MiraError, type MiraErrorCode } from '@mira/core'
import { InputError } from './input-error.ts'

/** Advice for the model and its user by error code. */
const advice: Partial<Record<MiraErrorCode, string>> = {
  unauthorized:
    'Set MIRA_API_KEY to a valid key in the environment of this MCP server (in the configuration of the host), and restart it.',
  insufficient_balance: 'The balance is used up: top up the account. get_balance shows the balance.',
  forbidden: 'The API key or the plan of the account does not allow this.',
  payload_too_large: 'Use a smaller file or a shorter text.',
  content_blocked: 'The content policy does not allow this: change the request.',
  overloaded: 'Try again later.',
  server_error: 'Try again later.',
  timeout: 'Try again later.',
  rate_limited: 'Try again later.',
  connection_failed: 'Check the network, and MIRA_BASE_URL in the environment of this MCP server.',
  invalid_response: 'Check that MIRA_BASE_URL is the address of the API.',
  redirect_refused: 'Check that MIRA_BASE_URL is the address of the API.',
  file_unwritable: 'Start this MCP server with --output and a directory that it can write to.',
}

/**
 * Describes an error to the model that called a tool: what happened, with the server's words, and what to do. Contains
 * no secret and no stack.
 */
export function describeError(error: unknown): string {
  if (isMiraError(error)) return describeMiraError(error)
  if (error instanceof InputError || error instanceof TypeError || error instanceof RangeError) return error.message
  const code = (error as { code?: unknown } | null)?.code
  return `The tool failed${typeof code === 'string' ? ` (${code})` : ''}.`
}

function describeMiraError(error: MiraError): string {
  const { message, code, retryAfterMs } = error
  const wait = retryAfterMs === undefined ? undefined : `Try again in ${Math.ceil(retryAfterMs / 1_000)} s.`
  return [message, `[${code}]`, wait ?? advice[code]].filter((part) => part !== undefined).join(' ')
}
