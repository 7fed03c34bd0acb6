import type { CallState } from './call-state.ts'
import { isBrowser } from './environment.ts'
import type { MiraError } from './error.ts'
import { parseRateLimit, parseRetryAfter, readRequestId } from './headers.ts'
import { parseJson } from './json.ts'
import { readBytes, textDecoder } from './read-body.ts'
import { redactJson } from './redact.ts'
import { reportedError } from './reported-error.ts'
import type { RawReply } from './wire-types.ts'

const maxErrorBytes = 65_536
/** Timeout for the error body, which is optional: the status is sufficient. */
const maxErrorBodyMs = 2_000

/** Converts an error response to a {@link MiraError}, for any shape of its body. */
export async function readErrorReply(raw: RawReply, callState: CallState): Promise<MiraError> {
  const { state, spec } = callState
  const { status, headers } = raw
  const header = (name: string): string | null => headers.get(name)
  const text = await readErrorText(raw, callState)
  const parsed = parseJson(text)
  const body = redactJson(parsed === undefined ? text : parsed, state.secrets)
  const requestId = readRequestId(headers, state.secrets)
  const nowMs = state.clock.now()
  return reportedError(body, {
    operation: spec.operation,
    about: `${hint(raw, state, text)} (HTTP ${status}${requestId ? `, request ${requestId}` : ''})`,
    status,
    requestId,
    retryAfterMs: parseRetryAfter(header, status, nowMs),
    rateLimit: parseRateLimit(header, nowMs),
  })
}

async function readErrorText(raw: RawReply, { call, state: { clock } }: CallState): Promise<string> {
  const timer = clock.setTimeout(() => raw.body.cancel(), maxErrorBodyMs)
  try {
    return textDecoder.decode(await readBytes(raw.body, call, maxErrorBytes))
  } catch {
    call.throwIfAborted()
    return ''
  } finally {
    clock.clearTimeout(timer)
  }
}

function hint({ status }: RawReply, { apiKey, baseUrl }: CallState['state'], text: string): string {
  // In a web page, the proxy has the key.
  if (status === 401 && apiKey === undefined && !isBrowser())
    return '; no API key is set: pass apiKey to createClient or set MIRA_API_KEY'
  // The API itself sends JSON; a page comes from another server.
  return status === 404 && /^\s*</.test(text) ? `; is baseUrl ${baseUrl.href} correct?` : ''
}
