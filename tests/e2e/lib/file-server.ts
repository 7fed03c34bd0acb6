import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { startServer } from '@mira/server'
import { startChaosProxy } from '@mira/test-server'
import { openDataDirectory } from '../../../packages/server/src/lib/data-directory.ts'
import { createMediaLinks } from '../../../packages/server/src/lib/media/media-links.ts'
import { openMediaStore } from '../../../packages/server/src/lib/media/open-media-store.ts'
import { spoolForm } from '../../../packages/server/src/lib/media/spooled-form.ts'
import { openSqliteStore } from '../../../packages/server/src/lib/store/open-sqlite-store.ts'

// A separate process from the client whose memory is measured. Creates a file in the directory of its first argument,
// with the number of megabytes of its second, serves it, and reports what it receives. Exits when its input closes.

const [dataDir = '', megabytes = ''] = process.argv.slice(2)
const path = join(dataDir, 'source.bin')

async function writeFile(): Promise<string> {
  const hash = createHash('sha256')
  const file = createWriteStream(path)
  for (let index = 0; index < Number(megabytes); index += 1) {
    const piece = randomBytes(1024 * 1024)
    hash.update(piece)
    if (!file.write(piece)) await once(file, 'drain')
  }
  await finished(file.end())
  return hash.digest('hex')
}

async function keepFile(origin: string): Promise<string> {
  const { databasePath, secret } = await openDataDirectory(dataDir)
  const store = await openSqliteStore(databasePath)
  const media = openMediaStore({ dataDir }, { records: store.media, now: Date.now })
  const info = await media.put({
    data: createReadStream(path),
    mediaType: 'video/mp4',
    userId: 'ada',
    expiresAt: Date.now() + 3_600_000,
  })
  await store.close()
  return createMediaLinks(secret, { now: Date.now }).sign(origin, info)
}

async function receive(request: IncomingMessage): Promise<string> {
  const body = Readable.toWeb(request) as ReadableStream<Uint8Array>
  await using form = await spoolForm(body, request.headers, { maxBytes: 2 ** 31, maxFiles: 1 })
  return JSON.stringify({ sha256: form.files[0]?.sha256 })
}

const sha256 = await writeFile()
const server = await startServer({ dataDir })
const sink = createServer((request, response) => {
  if (request.method === 'GET') return response.end(JSON.stringify(countBreaks()))
  receive(request).then(
    (text) => response.setHeader('content-type', 'application/json').end(text),
    () => response.destroy(),
  )
})
sink.listen(0, '127.0.0.1')
await once(sink, 'listening')
const sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`

// The proxies run here too, so that their buffers do not count as the client's memory.
const resetAt = Math.floor(Number(megabytes) / 3) * 1024 * 1024
const [sending, fetching] = [{ toServer: { resetAt } }, { toClient: { resetAt } }]
const upload = await startChaosProxy({ target: sinkUrl, script: [sending, sending, {}] })
const download = await startChaosProxy({ target: server.url, script: [fetching, fetching, {}] })

function countBreaks() {
  return { upload: upload.connections.length - 1, download: download.connections.length - 1 }
}

const urls = { countUrl: sinkUrl, uploadUrl: upload.url, fileUrl: await keepFile(download.url) }
process.stdout.write(`${JSON.stringify({ path, sha256, ...urls })}\n`)
process.stdin.resume().on('end', () => process.exit(0))
