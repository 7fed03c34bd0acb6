/** Origin and path prefix that every `/v1/…` path is appended to. */
export interface BaseUrl {
  /** Without a trailing slash and without `/v1`, such as `https://api.vmira.ai`. */
  readonly href: string
  /** Such as `https://api.vmira.ai`. */
  readonly origin: string
}

/**
 * Reads a base URL given with or without `/v1` and trailing slashes; a path such as `/api/mira` means the page's own
 * origin.
 *
 * @throws {TypeError} for anything that is neither an http(s) URL nor a path, or that carries credentials or a query.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const url = resolve(text.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('baseUrl must start with http:// or https://')
  if (url.username || url.password)
    throw new TypeError('baseUrl must not carry a user name or password; pass apiKey instead')
  if (/[?#]/.test(text)) throw new TypeError('baseUrl must not carry a query or a fragment')
  const prefix = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '')
  return { href: url.origin + prefix, origin: url.origin }
}

/** Whether an address lies on the origin, where credentials may go. */
export function isOnOrigin(url: string, origin: string): boolean {
  return url.startsWith(origin) && (url.length === origin.length || /[/?#]/.test(url.charAt(origin.length)))
}

function resolve(text: string): URL {
  const isPath = /^\/(?!\/)/.test(text)
  const page = isPath ? (globalThis as { location?: { origin?: string } }).location?.origin : undefined
  if (isPath && (!page || page === 'null')) {
    throw new TypeError(`baseUrl "${text}" is a path, which only a web page can resolve; pass a full URL here`)
  }
  try {
    return new URL(text, page)
  } catch {
    throw new TypeError('baseUrl must be an http(s) URL such as https://api.vmira.ai, or a path such as /api/mira')
  }
}
