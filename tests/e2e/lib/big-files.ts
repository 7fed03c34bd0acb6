import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createClient, download, multipartBody, readObject, request } from '@mira/core'
import { fromPath, saveToPath } from '@mira/core/node'

/** Result of a transfer in one direction. */
export interface Transfer {
  /** Number of interrupted connections. */
  readonly failures: number
  /** Whether the received bytes equal the sent bytes. */
  readonly isSame: boolean
  /** Peak growth of the process's resident memory, in MiB. */
  readonly grownMebibytes: number
  readonly seconds: number
}

/** Information printed by the file server when it is ready. */
interface FileServer extends AsyncDisposable {
  /** The file created by the server. */
  readonly path: string
  readonly sha256: string
  /** Download URL, behind a proxy that breaks two connections. */
  readonly fileUrl: string
  /** Upload URL, behind another such proxy. */
  readonly uploadUrl: string
  /** URL that returns the number of broken connections. */
  readonly countUrl: string
}

/** Uploads and downloads a file, each over two connections that break before a third succeeds. */
export async function transferBigFiles(megabytes: number): Promise<{ upload: Transfer; download: Transfer }> {
  const directory = await mkdtemp(join(tmpdir(), 'mira-big-'))
  try {
    await using server = await startFileServer(directory, megabytes)
    const [sent, fetched] = [await sendFile(server), await fetchFile(server, directory)]
    const breaks = (await (await fetch(server.countUrl)).json()) as { upload: number; download: number }
    return { upload: { ...sent, failures: breaks.upload }, download: { ...fetched, failures: breaks.download } }
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function startFileServer(directory: string, megabytes: number): Promise<FileServer> {
  const program = fileURLToPath(new URL('./file-server.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@mira/source', program, directory, String(megabytes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return {
    ...(JSON.parse(line) as Omit<FileServer, typeof Symbol.asyncDispose>),
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

async function sendFile({ path, sha256, uploadUrl }: FileServer): Promise<Move> {
  return measure(async () => {
    const client = createClient({ baseUrl: uploadUrl, apiKey: 'sk-mira-0', retry: { baseDelayMs: 1 } })
    const body = multipartBody([['file', await fromPath(path)]])
    const spec = { operation: 'upload', path: '/upload', body, read: readObject }
    const received = (await request(client, spec)) as { sha256: string }
    return async () => received.sha256 === sha256
  })
}

async function fetchFile({ fileUrl, sha256 }: FileServer, directory: string): Promise<Move> {
  return measure(async () => {
    const client = createClient({ baseUrl: new URL(fileUrl).origin, apiKey: 'sk-mira-0', retry: { baseDelayMs: 1 } })
    const target = join(directory, 'fetched.bin')
    await saveToPath(download(client, { operation: 'fetch', path: fileUrl }), target)
    return async () => (await hashFile(target)) === sha256
  })
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Measurements of a transfer within the client process. */
type Move = Omit<Transfer, 'failures'>

/**
 * Measures a transfer.
 *
 * @param move - Moves a file, and returns a function that checks whether the bytes are the same.
 */
async function measure(move: () => Promise<() => Promise<boolean>>): Promise<Move> {
  const [startedAt, atStart] = [performance.now(), process.memoryUsage().rss]
  let most = atStart
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 10)
  try {
    const check = await move()
    const seconds = (performance.now() - startedAt) / 1_000
    const grownMebibytes = (most - atStart) / (1024 * 1024)
    return { isSame: await check(), grownMebibytes, seconds }
  } finally {
    clearInterval(watch)
  }
}
