import { TestMap } from '../test-map.ts'
import { explainDifference, toMatchKey } from './describe-request.ts'
import type { Exchange, RecordedRequest } from './exchange.ts'

const maxNearMisses = 3

/**
 * Recorded exchanges. Equal requests are answered in the order of their recording, per test; when all have been
 * replayed, the last one is repeated, as it is for a job that has settled.
 */
export class RecordingBook {
  #byKey = new Map<string, Exchange[]>()
  #byPath = new Map<string, Exchange[]>()
  readonly #positions = new TestMap<Map<string, number>>(() => new Map())

  /** Number of exchanges. */
  size = 0

  /** Replaces the exchanges. */
  set(exchanges: readonly Exchange[]): void {
    this.#byKey = group(exchanges, toMatchKey)
    this.#byPath = group(exchanges, pathKey)
    this.size = exchanges.length
  }

  /** Returns whether a request with this method and path was recorded. */
  hasPath(request: Pick<RecordedRequest, 'method' | 'path'>): boolean {
    return this.#byPath.has(pathKey(request))
  }

  /** Finds the exchange that answers a request, and counts the request. */
  find(request: RecordedRequest, testId: string | undefined): Exchange | undefined {
    const key = toMatchKey(request)
    const exchanges = this.#byKey.get(key)
    if (exchanges === undefined) return undefined
    const positions = this.#positions.get(testId)
    const position = positions.get(key) ?? 0
    positions.set(key, position + 1)
    return exchanges[Math.min(position, exchanges.length - 1)]
  }

  /** Describes the recorded requests that are nearest to one that was not recorded, one line each. */
  explain(request: RecordedRequest): readonly string[] {
    const others = this.#byPath.get(pathKey(request)) ?? []
    return others.slice(0, maxNearMisses).map((other) => `${other.name}: ${explainDifference(other.request, request)}`)
  }

  /** Saves the positions of one test, or of all. Returns a function that restores them. */
  save(testId?: string): () => void {
    return this.#positions.save(testId, (positions) => new Map(positions))
  }

  /** Starts again with the first recorded exchanges, for one test or for all. */
  reset(testId?: string): void {
    this.#positions.reset(testId)
  }
}

function group(exchanges: readonly Exchange[], keyOf: (request: RecordedRequest) => string): Map<string, Exchange[]> {
  const groups = new Map<string, Exchange[]>()
  for (const exchange of exchanges) {
    const key = keyOf(exchange.request)
    const others = groups.get(key)
    if (others === undefined) groups.set(key, [exchange])
    else others.push(exchange)
  }
  return groups
}

function pathKey({ method, path }: Pick<RecordedRequest, 'method' | 'path'>): string {
  return `${method} ${path}`
}
