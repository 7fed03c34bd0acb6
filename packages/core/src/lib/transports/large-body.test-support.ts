// Downloads a large body with the first call of a process, and prints what it took; run by node-http.test.ts.

import { createClient } from '../client.ts'
import { download } from '../download.ts'
import { isUndiciLoaded } from './undici.ts'

// The timer that loads undici is the only one that is unref'ed: it fires when this program says so.
const startTimer = globalThis.setTimeout
const loaders: (() => void)[] = []
globalThis.setTimeout = ((callback: () => void, ms: number) => {
  const timer = startTimer(callback, ms)
  timer.unref = () => {
    loaders.push(callback)
    return timer.close()
  }
  return timer
}) as typeof setTimeout
const fire = (): void => {
  for (const load of loaders.splice(0)) load()
}

const isLoaded: boolean[] = []
let receivedBytes = 0
let maxUnreleasedBytes = 0
for await (const chunk of download(createClient({ baseUrl: process.argv[2] as string }), '/v1/file')) {
  receivedBytes += chunk.length
  maxUnreleasedBytes = Math.max(maxUnreleasedBytes, process.memoryUsage().arrayBuffers)
  if (receivedBytes > 4_000_000 && isLoaded.length === 0) {
    fire()
    isLoaded.push(isUndiciLoaded())
  }
}
await new Promise((resolve) => setImmediate(resolve))
fire()
isLoaded.push(isUndiciLoaded())
console.log(JSON.stringify({ receivedBytes, maxUnreleasedBytes, isLoaded }))
