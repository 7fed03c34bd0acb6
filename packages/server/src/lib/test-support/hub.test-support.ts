import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** File that a test hub serves. */
export interface HubTestFile {
  readonly path: string
  readonly content: Buffer
  /** Whether the hub names the file by its SHA-256, as it does for large files. Defaults to true. */
  readonly isLarge?: boolean | undefined
}

/** Request that a test hub received. */
export interface HubTestRequest {
  readonly url: string
  readonly authorization: string | undefined
  readonly range: string | undefined
}

/** Model hub on loopback. */
export interface TestHub extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly HubTestRequest[]
  /** Called before each response; returns true if it has responded itself. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>
}

export const testCommit = 'c0ffee'.padEnd(40, '0')

/** Starts a hub that serves the files of `tiny/model`, and of its commit `testCommit`. */
export async function startTestHub(files: readonly HubTestFile[], license: string | null = 'mit'): Promise<TestHub> {
  const requests: HubTestRequest[] = []
  const server = createServer(async (request, response) => {
    const { authorization, range } = request.headers
    requests.push({ url: request.url!, authorization, range })
    if (await hub.intercept(request, response)) return
    if (request.url!.startsWith('/api/')) return void response.end(JSON.stringify(describeModel(files, license)))
    const path = decodeURIComponent(request.url!.split('/').slice(5).join('/'))
    const file = files.find((candidate) => candidate.path === path)
    if (file === undefined) return void response.writeHead(404).end()
    sendFile(response, file.content, range)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const hub: TestHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    intercept: () => false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return hub
}

/** Sends a file, or the part of it that a range names. */
export function sendFile(response: ServerResponse, content: Buffer, range: string | undefined): void {
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  const headers = { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }
  response.writeHead(from > 0 ? 206 : 200, from > 0 ? headers : {}).end(content.subarray(from))
}

function describeModel(files: readonly HubTestFile[], license: string | null) {
  return {
    sha: testCommit,
    gated: false,
    cardData: license === null ? null : { license },
    siblings: files.map(({ path, content, isLarge = true }) => {
      const sha1 = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
      const sha256 = createHash('sha256').update(content).digest('hex')
      const size = content.length
      return { rfilename: path, size, blobId: sha1, ...(isLarge ? { lfs: { sha256, size } } : {}) }
    }),
  }
}
