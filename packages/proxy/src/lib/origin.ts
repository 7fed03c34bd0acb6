/** Knows which pages may call. */
export interface OriginRule {
  /** Whether the page that sent the request may; what is not sent by a page always may. */
  isAllowed(request: Request): boolean
  /** Headers that let a page of another allowed origin read the answer. */
  corsHeaders(request: Request): Record<string, string>
}

const corsRequestHeaders = 'content-type, accept, idempotency-key, prefer, range, if-range'
const corsResponseHeaders =
  'x-request-id, retry-after, location, content-range, accept-ranges, etag, preference-applied, idempotency-replayed'

/** @throws {TypeError} for an origin that is not one, such as one with a path. */
export function createOriginRule(allowedOrigins: readonly string[]): OriginRule {
  for (const origin of allowedOrigins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      throw new TypeError(`allowedOrigins: ${JSON.stringify(origin)} is not an origin such as https://app.example.com`)
    }
  }
  return {
    isAllowed(request) {
      const origin = request.headers.get('origin')
      if (origin !== null) return allowedOrigins.includes(origin) || isOwn(origin, request)
      // Pages send no Origin with the plainest requests; newer browsers then say from where they come.
      const site = request.headers.get('sec-fetch-site')
      return site === null || site === 'same-origin' || site === 'none'
    },
    corsHeaders(request) {
      const origin = request.headers.get('origin')
      if (origin === null || !allowedOrigins.includes(origin)) return {}
      return {
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': corsRequestHeaders,
        'access-control-expose-headers': corsResponseHeaders,
        'access-control-max-age': '600',
        vary: 'origin',
      }
    },
  }
}

/** Hosts are compared, not schemes: before a server that TLS ends at, its own requests look like plain HTTP. */
function isOwn(origin: string, request: Request): boolean {
  const host = request.headers.get('host') ?? new URL(request.url).host
  return URL.canParse(origin) && new URL(origin).host === host
}
