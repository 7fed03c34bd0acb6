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
  const scope = globalThis as Record<string, unknown>
  if (typeof scope.window === 'object' && typeof scope.document === 'object') return true
  const workerScope = scope.WorkerGlobalScope
  // Cloudflare Workers and Deno have worker scopes too.
  return (
    typeof workerScope === 'function' &&
    scope instanceof (workerScope as never) &&
    !('Deno' in scope) &&
    (scope.navigator as { userAgent?: string } | undefined)?.userAgent !== 'Cloudflare-Workers'
  )
}

/**
 * Whether an origin differs from that of the current page: headers outside the CORS safelist would then trigger a
 * preflight request, which may fail.
 */
export function isForeignToPage(origin: string): boolean {
  const pageOrigin = isBrowser() ? (globalThis as { location?: Location }).location?.origin : undefined
  return pageOrigin !== undefined && pageOrigin !== origin
}
