/** Reads an environment variable, if the runtime supports them; an empty value counts as unset. */
export function readEnvironment(name: string): string | undefined {
  const { process, Deno } = globalThis as {
    process?: { env?: Record<string, string | undefined> }
    Deno?: { env?: { get(name: string): string | undefined } }
  }
  try {
    return (process?.env?.[name] ?? Deno?.env?.get(name))?.trim() || undefined
  } catch {
    // Deno throws without --allow-env; treat the variable as unset.
    return undefined
  }
}

/** Whether this code runs in a web page or one of its workers, where every visitor can read its secrets. */
export function isBrowser(): boolean {
  const { window, document, WorkerGlobalScope, Deno, navigator } = globalThis as Partial<Scope>
  // Cloudflare Workers and Deno have worker scopes too.
  return (
    (typeof window === 'object' && typeof document === 'object') ||
    (typeof WorkerGlobalScope === 'function' &&
      globalThis instanceof WorkerGlobalScope &&
      !Deno &&
      navigator?.userAgent !== 'Cloudflare-Workers')
  )
}

interface Scope {
  readonly window: unknown
  readonly document: unknown
  readonly WorkerGlobalScope: new () => unknown
  readonly Deno: unknown
  readonly navigator: { readonly userAgent?: string }
}

/** Origin and path prefix of the API; every `/v1/…` path is appended to it. */
export interface BaseUrl {
  /** URL without a trailing slash and without `/v1`, such as `https://api.vmira.ai`. */
  readonly href: string
  /** Origin, such as `https://api.vmira.ai`. */
  readonly origin: string
}

const rule = 'must be an http(s) URL without credentials or query; in a web page also a path'

/**
 * Parses a base URL, with or without `/v1` and trailing slashes. A path such as `/api/mira` is resolved against the
 * origin of the page.
 *
 * @param source - Name of the setting or the variable that contains it, for the message.
 * @throws {TypeError} when the value is neither an http(s) URL nor a path, or contains credentials or a query.
 */
export function parseBaseUrl(value: string, source = 'baseUrl'): BaseUrl {
  const text = String(value).trim()
  const isPath = /^\/(?!\/)/.test(text)
  const page = isPath ? (globalThis as { location?: { origin?: string } }).location?.origin : undefined
  // Server-side rendering creates the page's clients too: creating one must work there, calling it must not.
  if (isPath && !page) return pathWithoutPage
  try {
    const { protocol, username, password, origin, pathname } = new URL(text, page)
    const isPlain = /^https?:$/.test(protocol) && !username && !password && !/[?#]/.test(text)
    if (isPlain) return { href: origin + pathname.replace(/\/+(v1\/*)?$/, ''), origin }
  } catch {
    // Not a URL.
  }
  throw new TypeError(`${source} ${rule}`)
}

const pathWithoutPage: BaseUrl = {
  href: '',
  get origin(): string {
    throw new TypeError(`baseUrl ${rule}`)
  },
}

/** Whether a URL is on the given origin, so that credentials may be sent to it. */
export function isOnOrigin(url: string, origin: string): boolean {
  return url.startsWith(origin) && /^([/?#]|$)/.test(url.slice(origin.length))
}

/**
 * Whether an origin differs from that of the current page: headers outside the CORS safelist would then trigger a
 * preflight request, which may fail.
 */
export function isForeignToPage(origin: string): boolean {
  const pageOrigin = isBrowser() ? (globalThis as { location?: Location }).location?.origin : undefined
  return pageOrigin !== undefined && pageOrigin !== origin
}
