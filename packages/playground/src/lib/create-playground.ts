import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createProxyHandler, endpoints, type ProxyOptions } from '@mira/proxy'
import { createUpgradeHandler, type NodeHandler, toNodeHandler, type UpgradeHandler } from '@mira/proxy/node'
import { isSentLocally, loopbackHosts, namesLoopback, originOf } from './local-caller.ts'
import { listPageFiles, type PageFile } from './page-files.ts'
import { apiHeaders, pageHeaders } from './security-headers.ts'

/** Options of {@link createPlayground}. */
export interface PlaygroundOptions {
  /** API key with which the page acts. The page itself never receives it. */
  readonly apiKey: string
}

/**
 * Page in front of a server. It is served only to programs on this machine that have connected directly and name it by a
 * loopback host; its API answers only pages of its own origin.
 */
export interface Playground {
  /** Answers a request for the page, its files, or its API under `/api/mira`. Returns false for all others. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
  /** Connects a socket of the page with the server. Returns false for all others. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
}

const apiPath = '/api/mira/'

/** Screens of the page, each with a URL of its own. */
const screens = new Set([
  'chat',
  'responses',
  'search',
  'images',
  'voice',
  'call',
  'studio',
  'vision',
  'models',
  'account',
])

const maxBodyBytes = 512 * 1024 * 1024

/** API of the server, with the key added. */
interface Api {
  /** Origin of the server, such as `http://127.0.0.1:8787`. */
  readonly origin: string
  readonly handle: NodeHandler
  readonly upgrade: UpgradeHandler
}

/**
 * Creates the page of a local server. Requests that it does not answer are for the server itself.
 *
 * @throws The system error when the package is not built.
 */
export function createPlayground({ apiKey }: PlaygroundOptions): Playground {
  const manifest = createRequire(import.meta.url).resolve('@mira/playground/package.json')
  const files = listPageFiles(join(dirname(manifest), 'dist/page'))
  let api: Api | undefined
  const open = (socket: Socket): Api => {
    api ??= openApi(originOf(socket), apiKey)
    return api
  }

  return {
    handle(request, response) {
      const path = pathOf(request)
      if (!isSentLocally(request)) return false
      if (path.startsWith(apiPath)) {
        for (const [name, value] of Object.entries(apiHeaders)) response.setHeader(name, value)
        open(request.socket)
          .handle(request, response)
          .catch(() => response.destroy())
        return true
      }
      const file = findFile(files, request)
      if (path !== '/engines' && file === undefined) return false
      if (!isRead(request) || !namesLoopback(request)) return false
      const { origin } = open(request.socket)
      const sent = file === undefined ? sendEngines(origin, response) : sendFile(file, { origin, request, response })
      sent.catch(() => response.destroy())
      return true
    },
    upgrade(request, socket, head) {
      if (!pathOf(request).startsWith(apiPath) || !isSentLocally(request)) return false
      void open(request.socket).upgrade(request, socket, head)
      return true
    },
  }
}

function openApi(origin: string, apiKey: string): Api {
  const options: ProxyOptions = {
    baseUrl: origin,
    basePath: apiPath,
    apiKey,
    // The only user is the owner of this machine and of the account.
    authorize: () => 'owner',
    allow: Object.values(endpoints).flat(),
    maxBodyBytes,
    limits: false,
    allowedHosts: loopbackHosts,
  }
  return { origin, handle: toNodeHandler(createProxyHandler(options)), upgrade: createUpgradeHandler(options) }
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0]!
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** Returns the page itself for the URL of a screen. Programs that do not ask for HTML are left to the server. */
function findFile(files: ReadonlyMap<string, PageFile>, request: IncomingMessage): PageFile | undefined {
  const path = pathOf(request)
  const isPage = path === '/' || screens.has(path.slice(1))
  if (!isPage) return path === '/index.html' ? undefined : files.get(path)
  return request.headers.accept?.includes('text/html') === true ? files.get('/index.html') : undefined
}

interface FileExchange {
  readonly origin: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

async function sendFile(file: PageFile, { origin, request, response }: FileExchange): Promise<void> {
  const isPage = file.mediaType.startsWith('text/html')
  if (isPage && `http://${request.headers.host}` !== origin) {
    // URLs of generated files name the address of the server, and the policy allows only those of the page's own origin.
    response.writeHead(307, { location: origin + (request.url ?? '/'), 'cache-control': 'no-store' }).end()
    return
  }
  const content = await file.read()
  response.writeHead(200, {
    ...pageHeaders,
    'content-type': file.mediaType,
    'content-length': content.byteLength,
    'cache-control': file.isImmutable ? 'max-age=31536000, immutable' : 'no-cache',
    ...(isPage ? { vary: 'accept' } : {}),
  })
  response.end(request.method === 'HEAD' ? undefined : content)
}

/** Sends the state of the engines, which the proxy does not forward: it belongs to no endpoint of the API. */
async function sendEngines(origin: string, response: ServerResponse): Promise<void> {
  const health = await fetch(`${origin}/health`)
  const { engines } = (await health.json()) as { readonly engines?: object }
  response.writeHead(200, { ...apiHeaders, 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(engines ?? {}))
}
