/** Request headers that are forwarded to the API; cookies and credentials of the page are not. */
export const requestHeaders: readonly string[] = [
  'accept',
  'content-type',
  'content-length',
  'idempotency-key',
  'if-none-match',
  'if-range',
  'last-event-id',
  'prefer',
  'range',
  'traceparent',
]

/** Response headers that are forwarded to the visitor; cookies are not. */
export const responseHeaders: readonly string[] = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-length',
  'content-range',
  'content-type',
  'deprecation',
  'etag',
  'idempotency-key',
  'idempotency-replayed',
  'last-modified',
  'preference-applied',
  'retry-after',
  'retry-after-ms',
  'sunset',
  'x-accel-buffering',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
]

/** Returns the headers of a request that are forwarded to the API. */
export function pickRequestHeaders(headers: Headers): Record<string, string> {
  // A compressed response would be decompressed here, and its length would no longer match.
  return { ...pick(headers, requestHeaders), 'accept-encoding': 'identity' }
}

/** Returns the headers of a response that are forwarded to the visitor. */
export function pickResponseHeaders(headers: Headers): Record<string, string> {
  const picked = pick(headers, responseHeaders)
  if (headers.has('content-encoding')) delete picked['content-length']
  return { ...picked, ...(isEventStream(headers) && streamHeaders(picked)), 'x-content-type-options': 'nosniff' }
}

const isEventStream = (headers: Headers): boolean =>
  /^text\/event-stream\b/i.test(headers.get('content-type')?.trim() ?? '')

/** Returns headers that make nginx and compression middleware pass events on as they arrive. */
function streamHeaders({ 'cache-control': control }: Record<string, string>): Record<string, string> {
  const directives = control ?? 'no-cache'
  return {
    'cache-control': /\bno-transform\b/i.test(directives) ? directives : `${directives}, no-transform`,
    'x-accel-buffering': 'no',
  }
}

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  const present = names.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(present)
}
