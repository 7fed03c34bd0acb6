import { createRandom } from '@mira/engine/internal'
import type { Fault, FaultRequest } from '../http/fault-plan.ts'
import { isEndpoint } from './endpoint-paths.ts'
import type { EndpointName } from './fixture.ts'
import { TestMap } from './test-map.ts'
import { meetsCondition } from './text-condition.ts'

/** Requests that a fault applies to; all given conditions must hold. */
export interface FaultMatch {
  /** One or several endpoints, by name or path. */
  readonly endpoint?: EndpointName | (string & {}) | readonly (EndpointName | (string & {}))[] | undefined
  readonly method?: string | undefined
  /** API key, or its first characters. */
  readonly key?: string | undefined
  /** Text conditions for request headers, by name. */
  readonly header?: Readonly<Record<string, string>> | undefined
}

/** Fault that applies to matching requests. */
export interface FaultRule {
  readonly match?: FaultMatch | undefined
  readonly fault: Fault
  /** Number of requests that the fault applies to. Defaults to all. */
  readonly times?: number | undefined
  /** Number of matching requests that are served first. Defaults to 0. */
  readonly after?: number | undefined
  /** Probability that the fault applies to a request, 0 to 1. Defaults to 1. */
  readonly probability?: number | undefined
  /** Seed of the probability: the same seed selects the same requests. Defaults to 0. */
  readonly seed?: number | undefined
}

/** Fault rule in a book. */
export interface BookFault extends FaultRule {
  readonly id: string
}

/** Progress of a rule within one test. */
interface FaultProgress {
  readonly random: () => number
  seen: number
  applied: number
  /** Random numbers that were drawn. */
  drawn: number
}

/** Faults that were added at run time, for all requests or for those of one test. Each test counts by itself. */
export class FaultBook {
  readonly #scoped = new TestMap<BookFault[]>(() => [])
  readonly #progress = new TestMap<Map<string, FaultProgress>>(() => new Map())
  #shared: BookFault[] = []
  #lastId = 0

  /** Adds faults after those added earlier, for all requests or for those of one test. */
  add(rules: readonly FaultRule[], testId?: string): readonly BookFault[] {
    const added = rules.map((rule) => {
      this.#lastId += 1
      return { ...rule, id: `fault_${this.#lastId}` }
    })
    if (testId === undefined) this.#shared.push(...added)
    else this.#scoped.get(testId).push(...added)
    return added
  }

  /** Lists the faults that requests of a test can meet, in order. */
  list(testId?: string): readonly BookFault[] {
    const scoped = testId === undefined ? [] : (this.#scoped.peek(testId) ?? [])
    return [...scoped, ...this.#shared]
  }

  /** Removes the faults of one test, or all. */
  reset(testId?: string): void {
    this.#scoped.reset(testId)
    this.#progress.reset(testId)
    if (testId === undefined) this.#shared = []
  }

  /** Saves the faults and their progress, of one test or of all. Returns a function that restores them. */
  save(testId?: string): () => void {
    const shared = [...this.#shared]
    const restoreScoped = this.#scoped.save(testId, (rules) => [...rules])
    const scoped = testId === undefined ? [...this.#scoped.values()].flat() : []
    const seeds = new Map([...this.list(testId), ...scoped].map(({ id, seed = 0 }) => [id, seed]))
    const restoreProgress = this.#progress.save(
      testId,
      (rules) => new Map([...rules].map(([id, progress]) => [id, copyProgress(progress, seeds.get(id) ?? 0)])),
    )
    return () => {
      restoreScoped()
      restoreProgress()
      if (testId === undefined) this.#shared = [...shared]
    }
  }

  /** Finds the fault of a request: the first rule that applies. */
  find(request: Omit<FaultRequest, 'attempt'>, testId: string | undefined): Fault | undefined {
    for (const rule of this.list(testId)) {
      const { match = {}, times = Number.POSITIVE_INFINITY, after = 0, probability = 1, fault } = rule
      if (!isMatch(match, request)) continue
      const progress = this.#progressOf(rule, testId)
      if (progress.applied >= times) continue
      progress.seen += 1
      if (progress.seen <= after) continue
      progress.drawn += 1
      if (progress.random() >= probability) continue
      progress.applied += 1
      return fault
    }
    return undefined
  }

  #progressOf({ id, seed = 0 }: BookFault, testId: string | undefined): FaultProgress {
    const rules = this.#progress.get(testId)
    const progress = rules.get(id) ?? { random: createRandom(seed), seen: 0, applied: 0, drawn: 0 }
    rules.set(id, progress)
    return progress
  }
}

/** Copies progress, with its random numbers at the same position. */
function copyProgress({ seen, applied, drawn }: FaultProgress, seed: number): FaultProgress {
  const random = createRandom(seed)
  for (let count = 0; count < drawn; count++) random()
  return { random, seen, applied, drawn }
}

function isMatch({ endpoint, method, key, header = {} }: FaultMatch, request: Omit<FaultRequest, 'attempt'>): boolean {
  if (endpoint !== undefined && ![endpoint].flat().some((one) => isEndpoint(request.path, one))) return false
  if (method !== undefined && method.toUpperCase() !== request.method) return false
  if (key !== undefined && !readApiKey(request.headers)?.startsWith(key)) return false
  return Object.entries(header).every(([name, condition]) => {
    const value = request.headers[name.toLowerCase()]
    return value !== undefined && meetsCondition(value, condition)
  })
}

const subprotocolKey = /(?:^|,\s*)openai-insecure-api-key\.([^\s,]+)/

/** Returns the API key of a request: that of its authorization or, in a browser's upgrade, of its subprotocols. */
export function readApiKey(headers: Readonly<Record<string, string>>): string | undefined {
  const [, bearer] = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? []
  return bearer ?? subprotocolKey.exec(headers['sec-websocket-protocol'] ?? '')?.[1]
}
