/** Returns a `Retry-After` header in seconds. */
export function retryAfterSeconds(seconds: number): Record<string, string> {
  return { 'retry-after': String(seconds) }
}

/** Returns a `Retry-After` header with an HTTP date (RFC 9110 §5.6.7), truncated to whole seconds. */
export function retryAfterDate(date: Date): Record<string, string> {
  return { 'retry-after': date.toUTCString() }
}

/** Returns the `retry-after-ms` header that some servers send for shorter delays. */
export function retryAfterMs(durationMs: number): Record<string, string> {
  return { 'retry-after-ms': String(durationMs) }
}
