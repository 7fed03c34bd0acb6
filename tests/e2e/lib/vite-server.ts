// Starts the Vite example from the packages' sources, since they may not have been built.
import { createServer, defaultClientConditions } from 'vite'

const server = await createServer({
  root: process.argv[2]!,
  configLoader: 'native',
  resolve: { conditions: ['@mira/source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', port: 0 },
  logLevel: 'error',
})
await server.listen()
const [url] = server.resolvedUrls!.local
console.log(`listening on ${new URL(url!).port}`)
