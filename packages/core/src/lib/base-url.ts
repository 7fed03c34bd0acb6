/** Origin and path prefix that every `/v1/…` path is appended to. */
export interface BaseUrl {
  /** Without a trailing slash and without `/v1`, such as `https://api.vmira.ai`. */
  readonly href: string
  /** Such as `https://api.vmira.ai`. */
  readonly origin: string
}

const rule =
  'baseUrl must be an http(s) URL without credentials or query, such as https://api.vmira.ai; in a web page also a path'

/**
 * Reads a base URL given with or without `/v1` and trailing slashes; a path such as `/api/mira` means the page's own
 * origin.
 *
 * @throws {TypeError} for anything that is neither an http(s) URL nor a path, or that carries credentials or a query.
 */
export function parseBaseUrl(text: string): BaseUrl {
  const url = resolve(text.trim())
  const isPlain = /^https?:$/.test(url.protocol) && !url.username && !url.password && !/[?#]/.test(text)
  if (!isPlain) throw new TypeError(rule)
  const prefix = url.pathname.replace(/\/+(v1\/*)?$/, '')
  return { href: url.origin + prefix, origin: url.origin }
}

/** Whether an address lies on the origin, where credentials may go. */
export function isOnOrigin(url: string, origin: string): boolean {
  return url.startsWith(origin) && (url.length === origin.length || /[/?#]/.test(url.charAt(origin.length)))
}

function resolve(text: string): URL {
  const page = /^\/(?!\/)/.test(text) ? (globalThis as { location?: { origin?: string } }).location?.origin : undefined
  try {
    return new URL(text, page)
  } catch {
    throw new TypeError(rule)
  }
}
