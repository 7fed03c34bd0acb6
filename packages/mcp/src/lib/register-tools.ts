import type { CallToolResult, McpServer, ServerContext as RequestContext } from '@modelcontextprotocol/server'
import { describeError } from './describe-error.ts'
import { startProgress } from './progress.ts'
import type { ServerContext } from './server-context.ts'
import type { Tool } from './tool.ts'
import { allTools } from './tools/all-tools.ts'

/** Counter of the calls that are running. */
export interface CallCounter {
  running: number
}

/** Hooks of a connection. */
export interface ConnectionHooks {
  /** Counts the calls that are running. */
  readonly counter?: CallCounter | undefined
  /** Called when a call has saved files. Defaults to a notification on the connection. */
  readonly onSaved?: (() => void) | undefined
}

/** Registers the tools that the settings offer. */
export function registerTools(server: McpServer, context: ServerContext, hooks: ConnectionHooks = {}): void {
  const { counter = { running: 0 }, onSaved = () => notifySaved(server) } = hooks
  for (const anyTool of allTools) {
    if (!context.settings.tools.has(anyTool.name)) continue
    const tool = anyTool as unknown as Tool
    const { name, title, description, inputSchema, outputSchema, annotations } = tool
    const config = { title, description, inputSchema, outputSchema, annotations: { title, ...annotations } }
    server.registerTool(name, config, async (input, request) => {
      counter.running += 1
      const { savedCount } = context.files
      try {
        return await runTool(tool, { context, input, request })
      } finally {
        counter.running -= 1
        if (context.files.savedCount !== savedCount) onSaved()
      }
    })
  }
}

function notifySaved({ server }: McpServer): void {
  // The host may have disconnected.
  server.sendResourceListChanged().catch(() => {})
}

/** A request to run a tool. */
interface ToolRequest {
  readonly context: ServerContext
  readonly input: unknown
  readonly request: RequestContext
}

async function runTool(tool: Tool, { context, input, request }: ToolRequest): Promise<CallToolResult> {
  const { signal } = request.mcpReq
  const intervalMs = context.settings.progressIntervalMs
  const progress = startProgress(request, { message: tool.activity, intervalMs })
  try {
    const { data, content } = await tool.run(context, input, { signal, progress })
    return { content, structuredContent: { ...data } }
  } catch (error) {
    // The answer to a canceled request is not sent.
    if (signal.aborted) throw error
    return { isError: true, content: [{ type: 'text', text: describeError(error) }] }
  } finally {
    progress.stop()
  }
}
