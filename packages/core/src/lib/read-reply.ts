import type { ReadContext } from './call-state.ts'
import { readErrorBody } from './json.ts'
import { readObject } from './read-body.ts'
import { redactJson } from './redact.ts'
import { reportedError } from './reported-error.ts'
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
