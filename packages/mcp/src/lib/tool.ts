import type { ContentBlock, StandardSchemaWithJSON, ToolAnnotations } from '@modelcontextprotocol/server'
import type { Progress } from './progress.ts'
import type { ServerContext } from './server-context.ts'
import type { ToolName } from './tool-names.ts'

/** One call of a tool. */
export interface ToolCall {
  /** Aborted when the host cancels the call or disconnects. */
  readonly signal: AbortSignal
  /** Reports progress, if the host asked for it. */
  readonly progress: Progress
}

/** Result of a tool. */
export interface ToolOutput<Data extends object = object> {
  /** Data in the form of the output schema. */
  readonly data: Data
  /** Content for the model. */
  readonly content: ContentBlock[]
}

/** A tool of the server, with schemas that Standard Schema and JSON Schema describe. */
export interface Tool<Input = unknown> {
  readonly name: ToolName
  readonly title: string
  readonly description: string
  /** Message of progress notifications before the API reports one. */
  readonly activity: string
  readonly inputSchema: StandardSchemaWithJSON<unknown, Input>
  readonly outputSchema: StandardSchemaWithJSON
  readonly annotations: ToolAnnotations
  run(context: ServerContext, input: Input, call: ToolCall): Promise<ToolOutput>
}

/** Hints of a tool that costs money and creates something new: hosts should ask the user. */
export const billedHints: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: true,
}

/** Hints of a tool that only reads and costs nothing. */
export const freeHints: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
}

/** Sentence of the descriptions of billed tools. */
export const costs =
  'Costs money: each call is charged to the balance of the account, so call it only when the user asks for it.'
