// Runs the jobs of a server in a separate process that a test can kill.
import { startWorker } from '../jobs/start-worker.ts'
import { createBoxVideoEngine, createScaleMusicEngine } from './job-engines.test-support.ts'
import type { WorkerProcessOptions } from './start-worker-process.test-support.ts'

const { place, leaseMs, workMs, clockOffsetMs = 0, isPatient } = JSON.parse(process.argv[2]!) as WorkerProcessOptions
const music = createScaleMusicEngine({ workMs })
if (!isPatient) music.unblock()
const worker = await startWorker({
  ...place,
  engines: { music, video: createBoxVideoEngine({ workMs }) },
  jobs: { workers: 1, leaseMs },
  now: () => Date.now() + clockOffsetMs,
})
process.stdout.write('ready\n')
process.on('SIGTERM', () => void worker.close().then(() => process.exit(0)))
