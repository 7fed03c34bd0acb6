import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { createProxyHandler, endpoints } from '@mira/proxy'
import { toNodeHandler } from '@mira/proxy/node'
import { build, type Plugin } from 'esbuild'
import { sveltePlugin, vuePlugin } from './lib/component-plugins.ts'

/** An example with components, and how its component is rendered on a server, hydrated and unmounted. */
interface Framework {
  readonly plugin: (target: { readonly isServer: boolean }) => Plugin
  /** Module that exports `html`. */
  readonly server: string
  /** Module that hydrates the component, and defines the global function `unmount`. */
  readonly hydration: string
}

const createsApp = `import { createMira } from '@mira/vue'
import { createSSRApp } from 'vue'
import App from './app.vue'
const app = createSSRApp(App).use(createMira({ baseUrl: '/api/mira' }))`

const frameworks = {
  vue: {
    plugin: vuePlugin,
    server: `${createsApp}
import { renderToString } from 'vue/server-renderer'
export const html = await renderToString(app)`,
    hydration: `${createsApp}
app.mount('#app')
globalThis.unmount = () => app.unmount()`,
  },
  svelte: {
    plugin: sveltePlugin,
    server: `import { render } from 'svelte/server'
import App from './app.svelte'
export const html = render(App).body`,
    hydration: `import { hydrate, unmount } from 'svelte'
import App from './app.svelte'
const app = hydrate(App, { target: document.getElementById('app') })
globalThis.unmount = () => unmount(app)`,
  },
} satisfies Record<string, Framework>

/** A page on its own server, which is also its proxy. */
export interface ComponentHost extends AsyncDisposable {
  readonly origin: string
  /** HTML that the server rendered for `/hydrated`. */
  readonly html: string
}

/** Builds an example from the sources of the packages, and serves it: `/` as it is, `/hydrated` with server rendering. */
export async function startComponentHost(
  name: keyof typeof frameworks,
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
): Promise<ComponentHost> {
  const { server, hydration } = frameworks[name]
  const [main, hydrated, html] = await Promise.all([
    bundle(name, `import './main.ts'`),
    bundle(name, hydration),
    renderOnServer(name, server),
  ])
  const forward = toNodeHandler(
    createProxyHandler({ allow: endpoints.chat, authorize: () => 'visitor', baseUrl: url, apiKey, limits: false }),
  )
  const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', toPage('', '/main.js')],
    '/hydrated': ['text/html', toPage(html, '/hydrated.js')],
    '/main.js': ['text/javascript', main],
    '/hydrated.js': ['text/javascript', hydrated],
  }
  const http = createServer((request, response) => {
    if (request.url?.startsWith('/api/mira/')) return forward(request, response)
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', '']
    response.setHeader('content-type', `${type}; charset=utf-8`)
    response.end(body)
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    html,
    async [Symbol.asyncDispose]() {
      http.closeAllConnections()
      await new Promise((done) => http.close(done))
    },
  }
}

/** Runs a module for a server, within the folder of an example, and returns its export `html`. */
export async function renderOnServer(name: keyof typeof frameworks, code: string): Promise<string> {
  const program = await bundle(name, code, true)
  const { html } = await import(`data:text/javascript;base64,${Buffer.from(program).toString('base64')}`)
  return html
}

const toPage = (html: string, script: string): string =>
  `<!doctype html><title>Chat</title><div id="app">${html}</div><script type="module" src="${script}"></script>`

async function bundle(name: keyof typeof frameworks, contents: string, isServer = false): Promise<string> {
  const folder = resolve(import.meta.dirname, '../../examples', name)
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, sourcefile: join(folder, 'test.ts'), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: isServer ? 'node' : 'browser',
    conditions: ['@mira/source', 'development'],
    plugins: [frameworks[name].plugin({ isServer })],
    define: isServer
      ? {}
      : {
          'process.env.NODE_ENV': '"development"',
          __VUE_OPTIONS_API__: 'false',
          __VUE_PROD_DEVTOOLS__: 'false',
          __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'true',
        },
    target: 'es2022',
    logLevel: 'error',
  })
  return outputFiles[0]!.text
}
