/** `Retry-After` as a number of seconds. */
export function retryAfterSeconds(seconds: number): Record<string, string> {
  return { 'retry-after': String(seconds) }
}

/** `Retry-After` as an HTTP date (RFC 9110 §5.6.7), which has whole seconds: fractions are dropped. */
export function retryAfterDate(date: Date): Record<string, string> {
  return { 'retry-after': date.toUTCString() }
}

/** The `retry-after-ms` header that some servers add for shorter waits. */
export function retryAfterMs(durationMs: number): Record<string, string> {
  return { 'retry-after-ms': String(durationMs) }
}
