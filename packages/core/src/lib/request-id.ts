import type { ReplyHeaders } from './exchange.ts'
import { redact } from './redact.ts'

/** The server's name for a request; a server that makes it from the key must not bring the key into errors and logs. */
export function readRequestId(headers: ReplyHeaders, secrets: readonly string[]): string | undefined {
  const id = headers.get('x-request-id')
  return id ? redact(id, secrets) : undefined
}
