import type { InferOutput, JsonSchema, StandardSchema } from './standard-schema.ts'

/** What a tool learns about the call it carries out. */
export interface ToolContext {
  /** Aborts when the caller gives up; the outcome is not waited for then. */
  readonly signal: AbortSignal
  readonly toolCallId: string
}

interface ToolFields {
  /** Unique within a call: letters, digits, `_` and `-`. */
  readonly name: string
  /** Tells the model when to call it. */
  readonly description?: string | undefined
}

/** A function the model may have called. */
export interface Tool extends ToolFields {
  /** What the model is told of the arguments: a JSON Schema, or a validator that has one. Default no arguments. */
  readonly parameters?: JsonSchema | StandardSchema | undefined
  /** Checks the arguments before they are passed on; default `parameters`, when that is a validator. */
  readonly schema?: StandardSchema | undefined
  /** Gives what the model is to know: a text as it is, anything else as JSON. What it throws is told to the model. */
  execute(args: unknown, context: ToolContext): unknown
}

/** A tool whose arguments are checked by a validator, which gives them their type. */
export type CheckedTool<Schema extends StandardSchema> = ToolFields & {
  execute(args: InferOutput<Schema>, context: ToolContext): unknown
} & ({ readonly parameters: Schema } | { readonly schema: Schema; readonly parameters?: JsonSchema | undefined })

/** A tool that is described by a JSON Schema, and itself says which type its arguments have; they are not checked. */
export interface UncheckedTool<Args> extends ToolFields {
  readonly parameters?: JsonSchema | undefined
  execute(args: Args, context: ToolContext): unknown
}

/** Writes down a tool for `runTools`, with the type of its arguments taken from its validator. */
export function defineTool<Schema extends StandardSchema>(tool: CheckedTool<Schema>): Tool
export function defineTool<Args = Record<string, unknown>>(tool: UncheckedTool<Args>): Tool
export function defineTool(tool: Tool): Tool {
  return tool
}
