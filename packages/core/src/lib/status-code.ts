import type { MiraErrorCode } from './error.ts'

const codes: Readonly<Record<number, MiraErrorCode>> = {
  401: 'unauthorized',
  402: 'insufficient_balance',
  403: 'forbidden',
  404: 'not_found',
  408: 'timeout',
  409: 'conflict',
  410: 'gone',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  503: 'overloaded',
  529: 'overloaded',
}

/** Returns the error code for an HTTP status. */
export function codeOfStatus(status: number): MiraErrorCode {
  return codes[status] ?? (status >= 500 ? 'server_error' : status >= 400 ? 'bad_request' : 'http_error')
}

/**
 * Returns whether a request that failed with this HTTP status may succeed when it is retried. From 520 on, gateways report
 * that a server is overloaded or cannot be reached.
 */
export const isRetryableStatus = (status: number): boolean =>
  [408, 429, 500, 502, 503, 504].includes(status) || status >= 520
