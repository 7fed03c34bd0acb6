// Prints frame delays, memory and answers of one server with 100 concurrent audio sessions.
// node --conditions=@mira/source tests/e2e/scripts/realtime-load.ts [sessions] [seconds] [speakers]

import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { startServer } from '@mira/server'

const [sessions = 100, seconds = 20, speakers = 4] = process.argv.slice(2).map(Number)
await using server = await startServer({ limits: { maxConcurrentStreams: sessions } })
// Engines load on the first answer, which is not measured.
{
  await using first = await connectRealtime(createClient({ baseUrl: server.url, apiKey: server.apiKey }))
  const answered = new Promise((resolve) => first.on('response.done', resolve))
  first.sendText('What is 6 * 7?')
  await answered
}
const before = process.memoryUsage().rss
const loop = monitorEventLoopDelay({ resolution: 5 })
loop.enable()
const cpu = process.cpuUsage()
const startedAt = performance.now()
// Clients run in a separate thread, so that the measured event loop is only the server's.
const worker = new Worker(new URL('./realtime-load-clients.ts', import.meta.url), {
  workerData: { url: server.url, apiKey: server.apiKey, sessions, seconds, speakers },
})
const result = await new Promise<Record<string, unknown>>((resolve, reject) => {
  worker.once('message', resolve)
  worker.once('error', reject)
})
const elapsedMs = performance.now() - startedAt
const used = process.cpuUsage(cpu)
console.log(`${sessions} sessions, ${seconds} s of sound in frames of 20 ms, ${speakers} of them speak`)
console.log(result)
console.log({
  'event loop delay p50, p99, max (ms)': [50, 99, 100].map((share) => Math.round(loop.percentile(share) / 1e6)),
  'cpu of the process (cores)': ((used.user + used.system) / 1_000 / elapsedMs).toFixed(2),
  'memory over start (MB)': Math.round((process.memoryUsage().rss - before) / 1e6),
})
