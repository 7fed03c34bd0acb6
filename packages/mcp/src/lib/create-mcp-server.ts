import { createRequire } from 'node:module'
import type { Client } from '@mira/core'
import { McpServer } from '@modelcontextprotocol/server'
import type { McpServerOptions } from './mcp-options.ts'
import { registerResources } from './register-resources.ts'
import { type ConnectionHooks, registerTools } from './register-tools.ts'
import { createContext, type ServerContext } from './server-context.ts'

const instructions = `Tools of the vMira API: images, speech, transcription, music, video, object location and chat.
Tools that cost money say so in their description; call them only when the user asks for it.
Results are saved as files; their mira://output/ URI can be passed to other tools.
Music and video take long: when the result is not ready, call get_job with the job_id until it is.`

/**
 * Creates an MCP server that offers the operations of a client as tools, and their results as resources. Connect it to a
 * transport of `@modelcontextprotocol/server`. For HTTP, use {@link serveHttp}: it creates a server for each session.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError | RangeError} for invalid options.
 * @example await createMcpServer(createClient()).connect(new StdioServerTransport())
 */
export function createMcpServer(client: Client, options?: McpServerOptions): McpServer {
  return buildServer(createContext(client, options))
}

/** Creates the server of one connection. */
export function buildServer(context: ServerContext, hooks?: ConnectionHooks): McpServer {
  const server = new McpServer(
    { name: 'mira', title: 'Mira', version: readVersion() },
    { instructions, capabilities: { resources: { listChanged: true } } },
  )
  registerTools(server, context, hooks)
  registerResources(server, context)
  return server
}

/** Returns the version of this package. */
export function readVersion(): string {
  return createRequire(import.meta.url)('@mira/mcp/package.json').version
}
