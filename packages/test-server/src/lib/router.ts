const routeKey = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|WS) (\/\S*)$/

/** A matched route. */
export interface Match<Script> {
  script: Script
  /** Number of the request to this route, starting at 1. */
  attempt: number
}

interface Route<Script> {
  script: Script
  pattern: URLPattern | undefined
  requestCount: number
}

/**
 * Router for scripts by `METHOD /path`. Paths are compared as sent, including percent-encoding; one that contains
 * `:name` or `*` is a URLPattern pathname, matched after the exact paths.
 */
export class Router<Script> {
  readonly #routes = new Map<string, Route<Script>>()

  constructor(scripts: Readonly<Record<string, Script>>) {
    for (const [key, script] of Object.entries(scripts)) {
      const [, path] = routeKey.exec(key) ?? []
      if (path === undefined) throw new TypeError(`A route is written "METHOD /path", not "${key}"`)
      if (path.includes('?')) throw new TypeError(`A route has no query, which "${key}" has: look at request.query`)
      const pattern = /[:*]/.test(path) ? new URLPattern({ pathname: path }) : undefined
      this.#routes.set(key, { script, pattern, requestCount: 0 })
    }
  }

  /** Returns the route of a request and increments its request count. */
  match(method: string, path: string): Match<Script> | undefined {
    const route = this.#routes.get(`${method} ${path}`) ?? this.#byPattern(method, path)
    if (!route) return undefined
    route.requestCount += 1
    return { script: route.script, attempt: route.requestCount }
  }

  #byPattern(method: string, path: string): Route<Script> | undefined {
    for (const [key, route] of this.#routes) {
      if (key.startsWith(`${method} `) && route.pattern?.test({ pathname: path })) return route
    }
    return undefined
  }
}
