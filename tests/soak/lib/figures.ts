import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Resources held by a process. */
export interface Figures {
  /** Heap in use after garbage collection, in MiB. */
  readonly heap: number
  /** Resident memory of the process, in MiB. */
  readonly resident: number
  readonly sockets: number
  readonly timers: number
  /** Listeners on the process itself, and warnings about emitters with too many listeners. */
  readonly listeners: number
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

let warnings = 0
process.on('warning', ({ name }) => {
  if (name === 'MaxListenersExceededWarning') warnings += 1
})

/** Reads the figures of this process. */
export function readFigures(): Figures {
  collect()
  const { heapUsed, rss } = process.memoryUsage()
  const resources = process.getActiveResourcesInfo()
  const count = (name: string): number => resources.filter((resource) => resource === name).length
  const own = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)
  return {
    heap: heapUsed / 2 ** 20,
    resident: rss / 2 ** 20,
    sockets: count('TCPSocketWrap'),
    timers: count('Timeout'),
    listeners: own + warnings,
  }
}
