import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@mira/core'
import { type CallToolResult, Client, InMemoryTransport } from '@modelcontextprotocol/client'
import { createMcpServer } from './create-mcp-server.ts'
import type { McpServerOptions } from './mcp-options.ts'

/** A host that is connected to a server in this process. */
export interface TestHost extends AsyncDisposable {
  readonly host: Client
  /** Output directory. */
  readonly directory: string
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>
}

/** Creates an empty directory that is removed when it is disposed of. */
export async function createDirectory(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'mira-mcp-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Connects a host to a server that uses the API at `baseUrl`. */
export async function connectHost(baseUrl: string, options: McpServerOptions = {}): Promise<TestHost> {
  const directory = await createDirectory()
  const mira = createClient({ baseUrl, apiKey: 'sk-mira-secret', retry: false })
  const server = createMcpServer(mira, { outputDirectory: join(directory.path, 'output'), ...options })
  const host = new Client({ name: 'test', version: '1' })
  const [one, other] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(one), host.connect(other)])
  return {
    host,
    directory: join(directory.path, 'output'),
    call: (name, args = {}) => host.callTool({ name, arguments: args }),
    async [Symbol.asyncDispose]() {
      await host.close()
      await directory[Symbol.asyncDispose]()
    },
  }
}

/** Returns the text of a result. */
export function textOf({ content }: CallToolResult): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n')
}
