/** Request headers that are forwarded to the API; cookies and credentials of the page are not. */
const requestHeaders = [
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
const responseHeaders = [
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
  return { ...picked, 'x-content-type-options': 'nosniff' }
}

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  const present = names.flatMap((name) => {
    const value = headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return Object.fromEntries(present)
}
