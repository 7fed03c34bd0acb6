import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import { createProxyHandler, endpoints, type ProxyOptions } from '@mira/proxy'
import { createUpgradeHandler, toNodeHandler } from '@mira/proxy/node'
import { build, defaultClientConditions } from 'vite'

/** A page with hooks on its own server, which is also its proxy. */
export interface ReactHost extends AsyncDisposable {
  readonly origin: string
  /** Loses the connections of all calls. */
  dropSockets(): void
  /** Number of open sockets of calls. */
  readonly openSockets: number
}

/** Settings of {@link startReactHost}. */
export interface ReactHostOptions {
  readonly url: string
  readonly apiKey: string
  /** Folder of the page. Defaults to the page of these tests. */
  readonly root?: string | undefined
  /** React's production build has no StrictMode. Defaults to `development`. */
  readonly mode?: 'development' | 'production' | undefined
  /** Whether the page runs on the oldest React that is supported. Defaults to false: on the newest. */
  readonly isOldReact?: boolean | undefined
}

/** Page of these tests. */
const testPage = resolve(import.meta.dirname, '../../packages/react/test/page')

const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.html': 'text/html' }

/** Builds a page with Vite, from the sources of the packages, and serves it. */
export async function startReactHost({ url, apiKey, ...page }: ReactHostOptions): Promise<ReactHost> {
  const folder = await mkdtemp(join(tmpdir(), 'mira-react-'))
  await buildPage(folder, page)
  const options: ProxyOptions = {
    allow: [...endpoints.chat, ...endpoints.media, ...endpoints.jobs, ...endpoints.realtime],
    authorize: () => 'visitor',
    baseUrl: url,
    apiKey,
    limits: false,
  }
  const forward = toNodeHandler(createProxyHandler(options))
  const upgrade = createUpgradeHandler(options)
  const sockets = new Set<Socket>()
  const server = createServer(async (request, response) => {
    if (request.url?.startsWith('/api/mira/')) return forward(request, response)
    const path = request.url?.startsWith('/assets/') ? request.url : '/index.html'
    const body = await readFile(join(folder, path), 'utf8')
    const html = request.url === '/hydrated' ? await renderOnServer(join(folder, 'server')) : ''
    response.setHeader('content-type', types[extname(path)] ?? 'text/plain')
    response.end(body.replace('<div id="root">', `<div id="root">${html}`))
  })
  server.on('upgrade', (request, socket: Socket, head) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    void upgrade(request, socket, head)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    dropSockets: () => {
      for (const socket of sockets) socket.destroy()
    },
    get openSockets() {
      return sockets.size
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type PageOptions = Pick<ReactHostOptions, 'root' | 'mode' | 'isOldReact'>

async function buildPage(outDir: string, { root = testPage, mode = 'development', isOldReact }: PageOptions) {
  await build({
    root,
    mode,
    configFile: false,
    logLevel: 'error',
    // Vite chooses by the environment of this process, which is that of a test.
    oxc: { jsx: { runtime: 'automatic', development: mode === 'development' } },
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    resolve: {
      conditions: ['@mira/source', ...defaultClientConditions],
      alias: isOldReact ? oldReact : [],
    },
    build: { outDir, emptyOutDir: true, minify: false },
  })
}

/** Packages of the oldest React that is supported. */
const oldReact = ['react', 'react-dom'].map((name) => ({
  find: new RegExp(`^${name}(?=$|/)`),
  replacement: resolve(testPage, `../../node_modules/${name}-18`),
}))

/** Renders the page with hydration, built for Node. */
async function renderOnServer(outDir: string): Promise<string> {
  const conditions = ['@mira/source', 'node']
  await build({
    root: testPage,
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', development: true } },
    ssr: { noExternal: true, resolve: { conditions, externalConditions: conditions } },
    build: { ssr: 'server.tsx', outDir },
  })
  const { render }: { render(): string } = await import(join(outDir, 'server.js'))
  return render()
}
