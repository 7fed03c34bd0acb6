// Serves the API in a process of its own, and prints its address: node api-process.ts PLACE DRAIN_MS PORT PUBLIC_URL
import { startServer } from '@mira/server'
import { readPlace } from './place.ts'
import { createSmallEngines } from './small-engines.ts'

const [placeText, drainText, portText, publicUrl] = process.argv.slice(2)
const { apiKey, ...place } = readPlace(placeText)
const server = await startServer({
  ...place,
  port: Number(portText),
  publicUrl,
  apiKeys: [apiKey],
  engines: createSmallEngines(),
  // With a database the workers do the jobs.
  jobs: { workers: place.databaseUrl === undefined ? 2 : 0, leaseMs: 2_000 },
})
process.stdout.write(`${server.url}\n`)
process.once('SIGTERM', () => {
  void server.close({ drainMs: Number(drainText), graceMs: 5_000 }).then(() => process.exit(0))
})
