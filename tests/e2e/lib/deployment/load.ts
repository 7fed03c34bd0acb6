import { Agent, request } from 'node:http'

/** Target of a load test. */
export interface LoadTarget {
  readonly url: string
  readonly apiKey: string
}

/** Options for {@link runLoad}. */
export interface LoadOptions {
  /** Number of concurrent requests, each on a persistent connection. */
  readonly connections: number
  readonly durationMs: number
}

/** Result of a load test. */
export interface LoadResult {
  readonly seconds: number
  /** Response times in milliseconds by status, ascending. */
  readonly latencies: ReadonlyMap<number, readonly number[]>
  /** Number of broken connections. */
  readonly broken: number
}

const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'Say hello' }], max_tokens: 8 })

/** Sends small chat calls continuously, with plain `node:http` to keep the client's overhead low. */
export async function runLoad(target: LoadTarget, { connections, durationMs }: LoadOptions): Promise<LoadResult> {
  // No socket limit in the agent: it would queue requests here, and not fairly.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: connections })
  const latencies = new Map<number, number[]>()
  let broken = 0
  const startedAt = performance.now()
  const caller = async () => {
    while (performance.now() - startedAt < durationMs) {
      const sentAt = performance.now()
      const status = await send(target, agent).catch(() => undefined)
      if (status === undefined) broken += 1
      else note(latencies, status, performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: connections }, caller))
  agent.destroy()
  for (const times of latencies.values()) times.sort((left, right) => left - right)
  return { seconds: (performance.now() - startedAt) / 1_000, latencies, broken }
}

function note(latencies: Map<number, number[]>, status: number, time: number): void {
  const times = latencies.get(status)
  if (times === undefined) latencies.set(status, [time])
  else times.push(time)
}

/**
 * Sends one chat call.
 *
 * @returns The status of the response, once it is complete.
 */
function send({ url, apiKey }: LoadTarget, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const call = request(`${url}/v1/chat/completions`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode!))
    })
    call.on('error', reject).end(body)
  })
}

/** Returns the percentile of ascending values. */
export function percentile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN
}
