/** Origin and path prefix that every `/v1/…` path is appended to. */
export interface BaseUrl {
  /** Without a trailing slash and without `/v1`, such as `https://api.vmira.ai` or `/api/mira`. */
  readonly href: string
  /** `https://api.vmira.ai`; empty when the base is a path on the page's own origin. */
  readonly origin: string
}

/**
 * Reads a base URL given with or without `/v1` and trailing slashes; a path such as `/api/mira` means the page's own
 * origin.
 *
 * @throws {TypeError} for anything that is neither an http(s) URL nor a path, or that carries credentials or a query.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const trimmed = text.trim().replace(/\/+$/, '').replace(/\/v1$/, '').replace(/\/+$/, '')
  if (trimmed.startsWith('/') && !trimmed.startsWith('//')) return resolvePath(trimmed)
  let url: URL
  try {
    url = new URL(trimmed)
  } catch {
    throw new TypeError('baseUrl must be an http(s) URL such as https://api.vmira.ai, or a path such as /api/mira')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new TypeError('baseUrl must start with http:// or https://')
  if (url.username || url.password)
    throw new TypeError('baseUrl must not carry a user name or password; pass apiKey instead')
  if (url.search || url.hash) throw new TypeError('baseUrl must not carry a query or a fragment')
  return { href: trimmed, origin: url.origin }
}

function resolvePath(path: string): BaseUrl {
  const origin = (globalThis as { location?: { origin?: string } }).location?.origin
  if (!origin || origin === 'null') {
    throw new TypeError(`baseUrl "${path}" is a path, which only a web page can resolve; pass a full URL here`)
  }
  return { href: origin + path, origin }
}
