import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { bundleProgram } from './lib/bundle-program.ts'

const packageFolder = resolve(import.meta.dirname, '../../packages/mcp')

/** Conditions by which a child process finds the sources of the packages. */
export const conditions = '--conditions=@mira/source'

/** The API that a program uses. */
export interface Api {
  readonly url: string
  readonly apiKey: string
}

/** The program, built. */
export interface Program extends AsyncDisposable {
  /** Arguments of Node that run it. */
  readonly args: readonly string[]
  /** An empty directory for its results. */
  readonly output: string
}

/** Bundles the program. */
export async function buildProgram(): Promise<Program> {
  const outdir = await bundleProgram(packageFolder)
  const output = await mkdtemp(join(tmpdir(), 'mira-mcp-'))
  return {
    args: [join(outdir, 'bin.js')],
    output,
    async [Symbol.asyncDispose]() {
      await rm(outdir, { recursive: true, force: true })
      await rm(output, { recursive: true, force: true })
    },
  }
}

/** Environment of a host that has the key in its configuration. */
export function environment({ url, apiKey }: Api): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME, MIRA_BASE_URL: url, MIRA_API_KEY: apiKey }
}

/** How a client negotiates the version of the protocol: those before 2026-07-28, or that one. */
export type Mode = 'legacy' | 'auto'

/** A host with a connection to the server. */
export interface Host extends AsyncDisposable {
  readonly client: Client
  /** Process of the server, over stdio. */
  readonly pid: number | null
  /** Calls a tool, and throws if it fails. */
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>
}

/** Starts the program as hosts do, and connects to it over stdio. */
export async function connectStdio(
  program: Program,
  { api, mode, args = [] }: { readonly api: Api; readonly mode: Mode; readonly args?: readonly string[] },
): Promise<Host> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...program.args, '--output', program.output, ...args],
    env: environment(api),
  })
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(transport)
  return toHost(client, transport.pid)
}

/** Connects to a server over HTTP. */
export async function connectHttp(url: string, mode: Mode): Promise<Host> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  return toHost(client, null)
}

function toHost(client: Client, pid: number | null): Host {
  return {
    client,
    pid,
    async call(name, args = {}) {
      const result = await client.callTool({ name, arguments: args }, { timeout: 170_000 })
      if (result.isError) throw new Error(JSON.stringify(result.content))
      return result
    },
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** An API that another one answers, and the requests that it has received. */
export interface ObservedApi extends Api, AsyncDisposable {
  /** Method and path of all requests. */
  readonly requests: readonly string[]
}

/** Starts an API that forwards all requests. */
export async function observeApi({ url, apiKey }: Api): Promise<ObservedApi> {
  const requests: string[] = []
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    requests.push(`${incoming.method} ${incoming.url}`)
    const { method = 'GET', headers } = incoming
    const forwarded = request(new URL(incoming.url ?? '/', url), { method, headers }, (reply) => {
      outgoing.writeHead(reply.statusCode ?? 500, reply.headers)
      reply.on('error', () => outgoing.destroy()).pipe(outgoing)
    })
    forwarded.on('error', () => outgoing.destroy())
    outgoing.on('close', () => forwarded.destroy())
    incoming.pipe(forwarded)
  }
  const server = createServer(forward).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey,
    requests,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Returns the configurations of hosts in the README: each `mcpServers` or `servers` in JSON. */
export function readHostConfigurations(): { command: string; args: string[]; env: Record<string, string> }[] {
  const readme = readFileSync(join(packageFolder, 'README.md'), 'utf8')
  return [...readme.matchAll(/```json\n([\s\S]*?)```/g)].flatMap(([, text = '']) => {
    const { mcpServers, servers = mcpServers } = JSON.parse(text)
    return Object.values(servers) as { command: string; args: string[]; env: Record<string, string> }[]
  })
}
