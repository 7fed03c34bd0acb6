import { parentPort, workerData } from 'node:worker_threads'
import type { Latencies } from './bystander.ts'
import type { Target } from './target.ts'

// Main module of the thread: watches until any message arrives, then posts the latencies.

const stopping = new AbortController()
parentPort?.once('message', () => stopping.abort())
parentPort?.postMessage(await watch(workerData, stopping.signal))

async function watch({ url, otherKey }: Pick<Target, 'url' | 'otherKey'>, signal: AbortSignal): Promise<Latencies> {
  const chatMs: number[] = []
  const healthMs: number[] = []
  const problems: string[] = []
  const health = repeat(signal, 100, async () => {
    healthMs.push(
      await time(async () => {
        const response = await fetch(`${url}/health`)
        await response.arrayBuffer()
        if (response.status !== 200) problems.push(`/health: ${response.status}`)
      }),
    )
  })
  let sum = 10
  // At most 60 calls a minute, which is what one key may make.
  const chat = repeat(signal, 1_000, async () => {
    sum += 7
    const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: `What is ${sum} + 1?` }] })
    const headers = { authorization: `Bearer ${otherKey}`, 'content-type': 'application/json' }
    chatMs.push(
      await time(async () => {
        const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })
        const text = await response.text()
        if (response.status !== 200 || !text.includes(String(sum + 1)))
          problems.push(`chat: ${response.status} ${text.slice(0, 200)}`)
      }),
    )
  })
  await Promise.all([health, chat])
  return { chatMs, healthMs, problems }
}

async function repeat(signal: AbortSignal, pauseMs: number, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work()
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

async function time(work: () => Promise<void>): Promise<number> {
  const startedAtMs = performance.now()
  await work()
  return performance.now() - startedAtMs
}
