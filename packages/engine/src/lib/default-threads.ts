import { availableParallelism } from 'node:os'

/** Returns the number of threads of a model that leaves the other half of the machine to the server. */
export function defaultThreads(): number {
  return Math.max(1, Math.floor(availableParallelism() / 2))
}
