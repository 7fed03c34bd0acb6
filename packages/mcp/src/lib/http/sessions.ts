import { randomUUID } from 'node:crypto'
import { type McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { buildServer } from '../create-mcp-server.ts'
import type { CallCounter } from '../register-tools.ts'
import type { ServerContext } from '../server-context.ts'
import { refuse } from './check-request.ts'
import type { HttpSettings } from './http-options.ts'

interface Session {
  readonly server: McpServer
  readonly transport: WebStandardStreamableHTTPServerTransport
  readonly counter: CallCounter
  readonly lastUsedMs: number
}

/**
 * Sessions of clients with a protocol version before 2026-07-28. They send the cancellation of a call in a request of its
 * own, which only the server that runs the call can handle.
 */
export class Sessions {
  readonly #context: ServerContext
  readonly #settings: HttpSettings
  readonly #maxRequestBodySize: number
  /** In the order of their last use: of two within a millisecond, the clock does not show which came first. */
  readonly #sessions = new Map<string, Session>()

  constructor(context: ServerContext, settings: HttpSettings, maxRequestBodySize: number) {
    this.#context = context
    this.#settings = settings
    this.#maxRequestBodySize = maxRequestBodySize
  }

  /** Number of open sessions. */
  get size(): number {
    return this.#sessions.size
  }

  /** Handles a request of a session, or the first one of a new session. */
  async handle(request: Request): Promise<Response> {
    await this.#endUnused()
    const id = request.headers.get('mcp-session-id')
    const session = id === null ? undefined : this.#sessions.get(id)
    if (id !== null && session !== undefined) {
      this.#sessions.delete(id)
      this.#sessions.set(id, { ...session, lastUsedMs: Date.now() })
      return session.transport.handleRequest(request)
    }
    // 404 asks the client for a new session.
    if (id !== null) return refuse(404, 'The session has ended; initialize a new one')
    return this.#open(request)
  }

  /** Ends all sessions, and aborts their calls. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((id) => this.#end(id)))
  }

  async #open(request: Request): Promise<Response> {
    if (!(await this.#makeRoom())) {
      return refuse(503, 'All sessions are in use; try again later', { 'retry-after': '30' })
    }
    const counter: CallCounter = { running: 0 }
    const server = buildServer(this.#context, { counter })
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        this.#sessions.set(id, { server, transport, counter, lastUsedMs: Date.now() })
      },
      onsessionclosed: (id) => {
        this.#sessions.delete(id)
      },
      maxRequestBodySize: this.#maxRequestBodySize,
    })
    await server.connect(transport)
    const response = await transport.handleRequest(request)
    // A request that does not initialize a session was answered with an error.
    if (transport.sessionId === undefined) await server.close()
    return response
  }

  async #makeRoom(): Promise<boolean> {
    if (this.#sessions.size < this.#settings.maxSessions) return true
    const oldest = [...this.#sessions].find(([, { counter }]) => counter.running === 0)
    if (oldest === undefined) return false
    await this.#end(oldest[0])
    return true
  }

  async #endUnused(): Promise<void> {
    const limitMs = Date.now() - this.#settings.sessionIdleMs
    for (const [id, { lastUsedMs, counter }] of this.#sessions)
      if (lastUsedMs < limitMs && counter.running === 0) await this.#end(id)
  }

  async #end(id: string): Promise<void> {
    const session = this.#sessions.get(id)
    this.#sessions.delete(id)
    await session?.server.close()
  }
}
