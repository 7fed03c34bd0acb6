// Serves the API in a separate process, and prints its URL: node api-process.ts PLACE DRAIN_MS PORT PUBLIC_URL
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
  // With a database, jobs are run by the worker processes.
  jobs: { workers: place.databaseUrl === undefined ? 2 : 0, leaseMs: 2_000 },
})
process.stdout.write(`${server.url}\n`)
process.once('SIGTERM', () => {
  void server.close({ drainMs: Number(drainText), graceMs: 5_000 }).then(() => process.exit(0))
})
