import type { OpenAPIHono } from '@hono/zod-openapi'
import { METHOD_NAME_ALL } from 'hono/router'
import type { AppEnv, ServerContext } from '../context.ts'
import { type AppOptions, createApp } from './app.ts'
import { firstResources } from './first-resources.ts'
import { readPath } from './request-path.ts'

type Fetch = OpenAPIHono<AppEnv>['fetch']

/** Handler of all requests. */
export interface RequestHandler {
  readonly fetch: Fetch
  /** Loads the code of all resources, which the first request that needs it waits for otherwise. Idempotent. */
  load(): Promise<void>
}

/**
 * Creates the handler of all requests. Schemas of all resources take as long as the rest of the start together, so
 * those of most are loaded with the first request for one of them.
 */
export function createRequestHandler(context: ServerContext, options: AppOptions): RequestHandler {
  const first = createApp(context, options, firstResources)
  const firstRoutes = listRoutes(first)
  let loading: Promise<Fetch> | undefined
  let fetchOther: Fetch | undefined

  async function loadAll(): Promise<Fetch> {
    try {
      const { allResources } = await import('./all-resources.ts')
      const { addDescription } = await import('./add-description.ts')
      const app = createApp(context, options, allResources)
      addDescription(app)
      fetchOther = app.fetch
      return fetchOther
    } catch (error) {
      // The next request tries again.
      loading = undefined
      throw error
    }
  }

  const load = (): Promise<Fetch> => {
    loading ??= loadAll()
    return loading
  }
  return {
    fetch(request, ...bindings) {
      const method = request.method === 'HEAD' ? 'GET' : request.method
      if (firstRoutes.has(`${method} ${readPath(request)}`)) return first.fetch(request, ...bindings)
      if (fetchOther !== undefined) return fetchOther(request, ...bindings)
      return load().then((fetch) => fetch(request, ...bindings))
    },
    async load() {
      await load()
    },
  }
}

/** Lists the routes without parameters, as method and path. */
function listRoutes(app: OpenAPIHono<AppEnv>): ReadonlySet<string> {
  const routes = app.routes.filter(({ method, path }) => method !== METHOD_NAME_ALL && !path.includes(':'))
  return new Set(routes.map(({ method, path }) => `${method} ${path}`))
}
