import type { ReplyHeaders } from './exchange.ts'
import { redact } from './redact.ts'

/** Reads the `x-request-id` header. Redacted, because a server may derive it from the API key. */
export function readRequestId(headers: ReplyHeaders, secrets: readonly string[]): string | undefined {
  const id = headers.get('x-request-id')
  return id ? redact(id, secrets) : undefined
}
