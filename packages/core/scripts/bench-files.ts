/**
 * Prints what a 200 MB upload and download on loopback cost, beside a client written by hand on `node:http`:
 * `node --conditions=@mira/source packages/core/scripts/bench-files.ts [megabytes]`. Each run has a process of its own.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request as requestByNode } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { binaryBody, createClient, download, multipartBody, readNothing, request } from '../src/index.ts'
import { fromPath, saveToPath } from '../src/node.ts'

interface Job {
  readonly url: string
  readonly source: string
  readonly target: string
}
interface Cost {
  readonly cpuMs: number
  readonly growthMb: number
}

const upload = async ({ url, source }: Job, form: boolean, fetch?: typeof globalThis.fetch): Promise<void> => {
  const file = await fromPath(source)
  const body = form ? multipartBody({ file }) : binaryBody(file)
  const client = createClient({ baseUrl: url, fetch })
  await request(client, { operation: 'file.upload', path: '/', body, read: readNothing })
}

const runs: Readonly<Record<string, (job: Job) => Promise<void>>> = {
  async 'upload, node:http'({ url, source }) {
    const sending = requestByNode(url, {
      method: 'POST',
      headers: { 'content-length': (await fromPath(source)).size ?? 0 },
    })
    const reply = once(sending, 'response') as Promise<[IncomingMessage]>
    await pipeline(createReadStream(source), sending)
    for await (const _ of (await reply)[0]);
  },
  'upload, mira file': (job) => upload(job, false),
  'upload, mira form': (job) => upload(job, true),
  'upload, mira form by fetch': (job) => upload(job, true, globalThis.fetch),
  async 'download, node:http'({ url, target }) {
    const [reply] = (await once(requestByNode(url).end(), 'response')) as [IncomingMessage]
    await pipeline(reply, createWriteStream(target))
  },
  async 'download, mira saveToPath'({ url, target }) {
    await saveToPath(download(createClient({ baseUrl: url }), '/'), target)
  },
  async 'download, mira loop'({ url }) {
    for await (const _ of download(createClient({ baseUrl: url }), '/'));
  },
}

/** Serves, and swallows, as many bytes as asked for; `/small` is for warming up. */
async function serve(megabytes: number): Promise<void> {
  const megabyte = Buffer.alloc(1024 * 1024, 'mira')
  const server = createServer(async (incoming, reply) => {
    for await (const _ of incoming);
    const count = incoming.url === '/small' || incoming.method === 'POST' ? 0 : megabytes
    reply.setHeader('content-length', count * megabyte.length)
    for (let sent = 0; sent < count; sent += 1) if (!reply.write(megabyte)) await once(reply, 'drain')
    reply.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.send?.((server.address() as AddressInfo).port)
}

async function measure(name: string, job: Job): Promise<Cost> {
  await download(createClient({ baseUrl: job.url }), '/small').bytes()
  const startRss = process.memoryUsage.rss()
  let peakRss = startRss
  const timer = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage.rss())
  }, 2)
  const start = process.cpuUsage()
  await runs[name]?.(job)
  const { user, system } = process.cpuUsage(start)
  clearInterval(timer)
  return { cpuMs: (user + system) / 1_000, growthMb: (Math.max(peakRss, process.memoryUsage.rss()) - startRss) / 1e6 }
}

async function startChild<Answer>(args: readonly string[]): Promise<{ answer: Answer; stop(): void }> {
  const child = fork(import.meta.filename, args)
  const [answer] = (await once(child, 'message')) as [Answer]
  return { answer, stop: () => void child.kill() }
}

async function compare(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mira-bench-'))
  const source = join(folder, 'source.bin')
  const handle = await open(source, 'w')
  for (let index = 0; index < megabytes; index += 1) await handle.write(Buffer.alloc(1024 * 1024, index))
  await handle.close()
  const server = await startChild<number>(['serve', String(megabytes)])
  const job: Job = { url: `http://127.0.0.1:${server.answer}`, source, target: join(folder, 'target.bin') }
  let baseMs = 1
  for (const name of Object.keys(runs)) {
    const costs: Cost[] = []
    for (let round = 0; round < 3; round += 1) {
      const { answer, stop } = await startChild<Cost>(['measure', name, JSON.stringify(job)])
      costs.push(answer)
      stop()
    }
    const cpuMs = Math.min(...costs.map((cost) => cost.cpuMs))
    const growthMb = Math.max(...costs.map((cost) => cost.growthMb))
    if (name.endsWith('node:http')) baseMs = cpuMs
    console.log(
      `${name.padEnd(28)} CPU ${cpuMs.toFixed(0).padStart(5)} ms, ratio ${(cpuMs / baseMs).toFixed(2)}, memory +${growthMb.toFixed(1)} MB`,
    )
  }
  server.stop()
  await rm(folder, { recursive: true })
}

// A child ends with the run, even one that is interrupted.
process.once('disconnect', () => process.exit())
const [mode, ...args] = process.argv.slice(2)
if (mode === 'serve') await serve(Number(args[0]))
else if (mode === 'measure') process.send?.(await measure(args[0] as string, JSON.parse(args[1] as string)))
else await compare(Number(mode ?? 200))
