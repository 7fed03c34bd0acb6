import { createProxyHandler, endpoints, type ProxyOptions } from '@mira/proxy'
import { createUpgradeHandler, toNodeHandler } from '@mira/proxy/node'
import { defineConfig, type Plugin } from 'vite'

const options: ProxyOptions = {
  allow: [...endpoints.chat, ...endpoints.realtime],
  authorize: () => 'developer', // on your real server, ask your own sessions who it is
}

/** The proxy, in Vite's own server while you develop; it reads MIRA_API_KEY, which no page ever sees. */
const mira: Plugin = {
  name: 'mira',
  configureServer({ middlewares, httpServer }) {
    middlewares.use('/api/mira', toNodeHandler(createProxyHandler(options)))
    const upgrade = createUpgradeHandler(options)
    httpServer?.on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith('/api/mira/')) void upgrade(request, socket, head) // the others are Vite's own
    })
  },
}

export default defineConfig({ plugins: [mira] })
