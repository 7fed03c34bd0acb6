import { requestHeaders, responseHeaders } from './headers.ts'

/** Decides which pages may call. */
export interface OriginRule {
  /** Whether the page that sent the request may call. Requests that are not sent by a page are always allowed. */
  isAllowed(request: Request): boolean
  /** Returns the headers that let a page of another allowed origin read the response. */
  corsHeaders(request: Request): Record<string, string>
}

const corsRequestHeaders = requestHeaders.filter((name) => name !== 'content-length').join(', ')
const corsResponseHeaders = [...responseHeaders, 'location'].join(', ')

/**
 * Creates a rule for the allowed origins.
 *
 * @throws {TypeError} when one of them is not an origin, such as one with a path.
 */
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
      // Browsers omit Origin from the simplest requests; newer ones then send Sec-Fetch-Site.
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

/**
 * Creates a rule for the allowed hosts. A page of another site can make its own name point to this server (DNS rebinding): its
 * origin then matches the Host header, and only the name itself is wrong.
 *
 * @throws {TypeError} when one of them is not a host name, such as one with a port.
 */
export function createHostRule(allowedHosts: readonly string[] | undefined): (request: Request) => boolean {
  if (allowedHosts === undefined) return () => true
  const names = allowedHosts.map((host) => {
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : undefined
    if (name === undefined || name.origin !== `http://${name.hostname}` || name.href !== `${name.origin}/`) {
      throw new TypeError(`allowedHosts: ${JSON.stringify(host)} is not a host name such as app.example.com`)
    }
    return name.hostname
  })
  return (request) => {
    const host = request.headers.get('host')
    const url = host === null ? request.url : `http://${host}`
    return URL.canParse(url) && names.includes(new URL(url).hostname)
  }
}

/**
 * Returns whether an origin is that of the handler. Hosts are compared, not schemes: behind a server that terminates
 * TLS, requests look like plain HTTP.
 */
function isOwn(origin: string, request: Request): boolean {
  const host = request.headers.get('host') ?? new URL(request.url).host
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}
