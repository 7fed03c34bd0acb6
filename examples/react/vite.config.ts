import { createProxyHandler, endpoints, type ProxyOptions } from '@mira/proxy'
import { createUpgradeHandler, toNodeHandler } from '@mira/proxy/node'
import { defineConfig, type Plugin } from 'vite'

const options: ProxyOptions = {
  allow: [...endpoints.chat, ...endpoints.media, ...endpoints.jobs, ...endpoints.realtime],
  authorize: () => 'developer', // on your production server, look up the session
}

/** Runs the proxy in Vite's development server; reads MIRA_API_KEY, which stays on the server. */
const mira: Plugin = {
  name: 'mira',
  configureServer({ middlewares, httpServer }) {
    middlewares.use('/api/mira', toNodeHandler(createProxyHandler(options)))
    const upgrade = createUpgradeHandler(options)
    httpServer?.on('upgrade', (request, socket, head) => {
      if (request.url?.startsWith('/api/mira/')) void upgrade(request, socket, head) // other upgrades belong to Vite
    })
  },
}

export default defineConfig({ plugins: [mira] })
