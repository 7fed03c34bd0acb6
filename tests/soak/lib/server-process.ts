// The server of the soak, in a process of its own: says where it listens, and tells its figures when asked.
import { startServer } from '@mira/server'
import { createBeepEngine } from '../../e2e/lib/deployment/beep-engine.ts'
import { readFigures } from './figures.ts'

// Local engines, except for music: what is composed in two seconds of work is of no interest here. Nothing costs
// anything, so that no balance ends the run.
const server = await startServer({
  dataDir: process.argv[2] ?? '',
  engines: { music: createBeepEngine() },
  prices: { models: {}, default: {} },
})
process.on('message', () => process.send?.(readFigures()))
process.on('disconnect', () => void server.close().then(() => process.exit()))
process.send?.({ url: server.url, apiKey: server.apiKey })
