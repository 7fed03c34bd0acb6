import type { CallState, ReadContext } from './call-state.ts'
import { isBrowser } from './environment.ts'
import type { MiraError } from './error.ts'
import { parseRateLimit, parseRetryAfter, readRequestId } from './headers.ts'
import { parseJson } from './json.ts'
import { redactJson } from './middleware/auth.ts'
import { readObject, readWhole } from './read-body.ts'
import { readErrorBody, reportedError } from './reported-error.ts'
import type { RawReply } from './wire-types.ts'

/**
 * Reads a JSON object, unless it is an error: some gateways report errors with status 200. Any other object is returned
 * as sent.
 *
 * @param isExpected - Whether the body is a result of the operation, so that fields such as `message` are not errors.
 * @throws {MiraError} the reported error, or `invalid_response` when the body is not a JSON object.
 */
export async function readReply<Data extends object>(
  raw: RawReply,
  context: ReadContext,
  isExpected: (body: Data & { readonly error?: unknown }) => unknown,
): Promise<Data> {
  const body = await readObject<Data & { error?: unknown }>(raw, context)
  if (isExpected(body) || !(body.error || readErrorBody(body).message)) return body
  const { call, state } = context
  throw reportedError(redactJson(body, state.secrets), {
    operation: call.operation,
    status: raw.status,
  })
}

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
    return await readWhole(raw.body, call, { maxBytes: maxErrorBytes })
  } catch {
    call.throwIfAborted()
    return ''
  } finally {
    clock.clearTimeout(timer)
  }
}

function hint({ status }: RawReply, { apiKey, baseUrl }: CallState['state'], text: string): string {
  // In a web page, the proxy has the key.
  if (status === 401 && !isBrowser())
    return apiKey ? '; is apiKey correct?' : '; no API key: pass apiKey to createClient or set MIRA_API_KEY'
  // The API itself sends JSON; a page comes from another server.
  return status === 404 && /^\s*</.test(text) ? `; is baseUrl ${baseUrl.href} correct?` : ''
}
