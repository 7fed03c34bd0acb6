// Server of the soak test in a separate process: reports its URL, and its figures on request.
import { startServer } from '@mira/server'
import { createBeepEngine } from '../../e2e/lib/deployment/beep-engine.ts'
import { readFigures } from './figures.ts'

// Local engines, except for music, whose two seconds of composing are irrelevant here. Everything is free, so that the
// balance cannot end the run.
const server = await startServer({
  dataDir: process.argv[2] ?? '',
  engines: { music: createBeepEngine() },
  prices: { models: {}, default: {} },
})
process.on('message', () => process.send?.(readFigures()))
process.on('disconnect', () => void server.close().then(() => process.exit()))
process.send?.({ url: server.url, apiKey: server.apiKey })
