/** What a visitor may say to the API; cookies and credentials of the page are not among it. */
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

/** What the API may say to a visitor; cookies are not among it. */
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

/** Headers of a visitor's request that are passed on. */
export function pickRequestHeaders(headers: Headers): Record<string, string> {
  // An answer that is compressed on the way here would have to be unpacked, and its length with it.
  return { ...pick(headers, requestHeaders), 'accept-encoding': 'identity' }
}

/** Headers of an answer that are passed back. */
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
