import { MiraError, type MiraErrorCode } from '@mira/core'
import type { RealtimeErrorDetail } from './server-event.ts'
import type { SocketClosing } from './sockets/socket.ts'

const operation = 'realtime.connect'

/** Error codes by HTTP status. */
export const statusCodes: Readonly<Record<number, MiraErrorCode>> = {
  400: 'bad_request',
  401: 'unauthorized',
  402: 'insufficient_balance',
  403: 'forbidden',
  404: 'not_found',
  429: 'rate_limited',
  503: 'overloaded',
}

const closeCodes: Readonly<Record<number, MiraErrorCode>> = {
  1002: 'invalid_response',
  1003: 'bad_request',
  1007: 'bad_request',
  1009: 'payload_too_large',
  1010: 'invalid_response',
  1013: 'rate_limited',
  3000: 'unauthorized',
  3003: 'forbidden',
  4001: 'unauthorized',
}

/** Meanings of close code 1008, which has no finer codes, by the words of the server. The first match applies. */
const policies: readonly (readonly [RegExp, MiraErrorCode])[] = [
  [/auth|api.?key|credential|\btoken\b/i, 'unauthorized'],
  [/session.*expired|duration/i, 'connection_failed'],
  [/rate.?limit|too many/i, 'rate_limited'],
  [/balance|billing|quota|credit/i, 'insufficient_balance'],
]

/** Circumstances of the end of a connection. */
export interface ClosingContext {
  /** Whether the server had accepted the session. */
  readonly isReady: boolean
  /** The server's error event right before the end, if there was one. */
  readonly detail: RealtimeErrorDetail | null | undefined
  /** Removes API keys from text received from the server. */
  redact(text: string): string
}

/** Creates the error for an abnormal closure. */
export function closingError(closing: SocketClosing, { isReady, detail, redact }: ClosingContext): MiraError {
  if (closing.error) return closing.error
  const { code: closeCode, reason, cause } = closing
  const text = redact(reason || detail?.message || (cause as Error | undefined)?.message || 'no reason')
  const code = closeCode === 1008 ? policyCode(`${detail?.code} ${text}`, isReady) : codeOf(closeCode)
  // The address could not be reached; browsers do not report why.
  const hint = !isReady && closeCode === 1006 ? '. Is baseUrl correct?' : ''
  return new MiraError(`${operation}: the connection ended: ${text} (close code ${closeCode})${hint}`, {
    code,
    operation,
    retryable: ['connection_failed', 'rate_limited', 'overloaded'].includes(code),
    cause,
  })
}

/** Close codes from 4400 on are HTTP statuses with 4000 added. Unknown codes mean a lost connection. */
function codeOf(closeCode: number): MiraErrorCode {
  return closeCodes[closeCode] ?? statusCodes[closeCode - 4_000] ?? 'connection_failed'
}

/** Servers also reject API keys with 1008, but not once they have accepted the session. */
function policyCode(text: string, isReady: boolean): MiraErrorCode {
  return policies.find(([pattern]) => pattern.test(text))?.[1] ?? (isReady ? 'forbidden' : 'unauthorized')
}
