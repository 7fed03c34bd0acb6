import { MiraError, type MiraErrorCode } from '@mira/core'
import type { SocketClosing } from './sockets/socket.ts'

const operation = 'realtime.connect'

const closeCodes: Readonly<Record<number, MiraErrorCode>> = {
  1002: 'invalid_response',
  1003: 'bad_request',
  1007: 'bad_request',
  1008: 'unauthorized',
  1009: 'payload_too_large',
  1010: 'invalid_response',
  1013: 'rate_limited',
  3000: 'unauthorized',
  4001: 'unauthorized',
  4401: 'unauthorized',
  4402: 'insufficient_balance',
  4403: 'forbidden',
  4429: 'rate_limited',
}

/** Returns whether a close code means a normal closure. */
export const isNormalClose = (code: number): boolean => code === 1000 || code === 1001 || code === 1005

/**
 * Creates the error for an abnormal closure.
 *
 * @param redact - Removes API keys from text received from the server.
 */
export function closingError(closing: SocketClosing, redact: (text: string) => string): MiraError {
  if (closing.error) return closing.error
  const { code: closeCode, reason, cause } = closing
  const code = closeCodes[closeCode] ?? 'connection_failed'
  const text = redact(reason || (cause as Error | undefined)?.message || 'no reason')
  return new MiraError(`${operation}: the connection ended: ${text} (close code ${closeCode})`, {
    code,
    operation,
    retryable: code === 'connection_failed' || code === 'rate_limited',
    cause,
  })
}
