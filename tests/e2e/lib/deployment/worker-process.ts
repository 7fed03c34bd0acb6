// Runs jobs in a separate process: node worker-process.ts PLACE
import { startWorker } from '@mira/server'
import { readPlace } from './place.ts'
import { createSmallEngines } from './small-engines.ts'

const { apiKey: _, ...place } = readPlace(process.argv[2])
const worker = await startWorker({ ...place, engines: createSmallEngines(), jobs: { workers: 2, leaseMs: 2_000 } })
process.stdout.write('working\n')
process.once('SIGTERM', () => void worker.close().then(() => process.exit(0)))
