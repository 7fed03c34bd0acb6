import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { createProxyHandler, endpoints, type ProxyOptions } from '@mira/proxy'
import { createUpgradeHandler, type NodeHandler, toNodeHandler, type UpgradeHandler } from '@mira/proxy/node'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** The running web playground. It starts listening before its API does. */
export interface Playground {
  /** URL of the page. */
  readonly url: string
  /** URL of the API on the page's origin, used for media URLs that a browser loads. */
  readonly apiUrl: string
  /** Connects the page to an API. Until then, its API requests are answered with 503. */
  connect(api: { readonly url: string; readonly apiKey: string }): void
  /** Stops the web server. */
  close(): Promise<void>
}

interface Api {
  readonly url: string
  readonly handle: NodeHandler
  readonly upgrade: UpgradeHandler
}

const apiPath = '/api/mira'

/** Serves the built page and, through the proxy, the API. Listens only on the loopback interface. */
export async function servePlayground(port = 0): Promise<Playground> {
  let api: Api | undefined
  const app = new Hono()
  app.use(secureHeaders({ contentSecurityPolicy, crossOriginEmbedderPolicy: false }))
  app.all(`${apiPath}/*`, (c) => c.json({ detail: 'The server is starting' }, 503))
  app.get('/health', async (c) => {
    const health = api && (await fetch(`${api.url}/health`).catch(() => undefined))
    await health?.body?.cancel()
    return c.body(null, health?.ok ? 204 : 503)
  })
  app.get('/docs', (c) => (api === undefined ? c.body(null, 503) : c.redirect(`${api.url}/docs`)))
  // The proxy forwards endpoints of the API only.
  app.get('/engines', async (c) => {
    const health = api && (await fetch(`${api.url}/health`).catch(() => undefined))
    const body = (await health?.json().catch(() => undefined)) as { readonly engines?: object } | undefined
    return body?.engines === undefined ? c.body(null, 503) : c.json(body.engines)
  })
  const require = createRequire(import.meta.url)
  const root = join(dirname(require.resolve('@mira/demo-web/package.json')), 'dist')
  // Files with a hash in their name are immutable.
  app.use(
    '/assets/*',
    serveStatic({ root, onFound: (_path, c) => c.header('cache-control', 'max-age=31536000, immutable') }),
  )
  app.use(serveStatic({ root }))
  // Pages that are not part of the application, such as that of recorded runs.
  app.use(serveStatic({ root: join(dirname(require.resolve('@mira/playground/package.json')), 'dist/page') }))
  app.get('*', serveStatic({ root, path: 'index.html' }))

  const servePage = getRequestListener(app.fetch)
  const server = createServer((request, response) => {
    if (api === undefined || !request.url?.startsWith(`${apiPath}/`)) return void servePage(request, response)
    // API responses are never pages.
    response.setHeader('content-security-policy', "default-src 'none'; sandbox")
    response.setHeader('x-content-type-options', 'nosniff')
    api.handle(request, response).catch(() => response.destroy())
  })
  server.on('upgrade', (request, socket, head) => {
    if (api === undefined) socket.destroy()
    else void api.upgrade(request, socket, head)
  })
  const url = await listen(server, port)
  return {
    url,
    apiUrl: url + apiPath,
    connect({ url: baseUrl, apiKey }) {
      const options: ProxyOptions = {
        baseUrl,
        apiKey,
        // The only user is the owner of this machine and of the account.
        authorize: () => 'you',
        allow: Object.values(endpoints).flat(),
        maxBodyBytes: 512 * 1024 * 1024,
        limits: false,
        allowedHosts: ['localhost', '127.0.0.1'],
      }
      api = { url: baseUrl, handle: toNodeHandler(createProxyHandler(options)), upgrade: createUpgradeHandler(options) }
    },
    close: () => closeServer(server),
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Allows only same-origin resources, and scripts only from files. Charts and UI components use inline styles. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:', 'data:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'", 'blob:', 'data:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}
