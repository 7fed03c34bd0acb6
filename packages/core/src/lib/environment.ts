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
