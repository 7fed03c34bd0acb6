/** Reads an environment variable where the runtime has any; an empty one counts as unset. */
export function readEnvironment(name: string): string | undefined {
  const { process, Deno } = globalThis as {
    process?: { env?: Record<string, string | undefined> }
    Deno?: { env?: { get(name: string): string | undefined } }
  }
  try {
    return (process?.env?.[name] ?? Deno?.env?.get(name))?.trim() || undefined
  } catch {
    // Deno refuses without --allow-env, which means the same as an unset variable.
    return undefined
  }
}

/** Whether this code runs in a web page or in a worker of one, where everybody can read its secrets. */
export function isBrowser(): boolean {
  const scope = globalThis as Record<string, unknown>
  if (typeof scope.window === 'object' && typeof scope.document === 'object') return true
  const workerScope = scope.WorkerGlobalScope
  // Cloudflare Workers and Deno have worker scopes too; `importScripts` or a worker location tells a page's worker.
  return (
    typeof workerScope === 'function' &&
    scope instanceof (workerScope as never) &&
    !('Deno' in scope) &&
    (scope.navigator as { userAgent?: string } | undefined)?.userAgent !== 'Cloudflare-Workers'
  )
}

/** Whether an origin is another than that of the page this runs in: headers outside the CORS safelist would cost or fail a preflight. */
export function isForeignToPage(origin: string): boolean {
  const pageOrigin = isBrowser() ? (globalThis as { location?: Location }).location?.origin : undefined
  return pageOrigin !== undefined && pageOrigin !== origin
}
