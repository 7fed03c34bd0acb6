import type { InferOutput, JsonSchema, StandardSchema } from './standard-schema.ts'

/** Context of a tool call. */
export interface ToolContext {
  /** Aborts when the caller aborts the run or the run fails; the outcome is then not awaited. */
  readonly signal: AbortSignal
  /** Id of the call. */
  readonly toolCallId: string
}

interface ToolFields {
  /** Name, unique within a run: letters, digits, `_` and `-`. */
  readonly name: string
  /** Description that the model uses to decide when to call the tool. */
  readonly description?: string | undefined
}

/** A function that the model may call. */
export interface Tool extends ToolFields {
  /** Arguments as described to the model: a JSON Schema, or a validator that provides one. Defaults to no arguments. */
  readonly parameters?: JsonSchema | StandardSchema | undefined
  /** Validator for the arguments. Defaults to `parameters` if that is a validator. */
  readonly schema?: StandardSchema | undefined
  /**
   * Runs the tool. The result is sent to the model: a string unchanged, any other value as JSON. If it throws, the
   * message of the error is sent instead.
   */
  execute(args: unknown, context: ToolContext): unknown
}

/** A tool whose arguments are checked and typed by a validator. */
export type CheckedTool<Schema extends StandardSchema> = ToolFields & {
  execute(args: InferOutput<Schema>, context: ToolContext): unknown
} & ({ readonly parameters: Schema } | { readonly schema: Schema; readonly parameters?: JsonSchema | undefined })

/** A tool that is described by a JSON Schema and declares the type of its arguments; they are not validated. */
export interface UncheckedTool<Args> extends ToolFields {
  readonly parameters?: JsonSchema | undefined
  execute(args: Args, context: ToolContext): unknown
}

/** Defines a tool for `runTools`; the type of its arguments is inferred from its validator. */
export function defineTool<Schema extends StandardSchema>(tool: CheckedTool<Schema>): Tool
/** Defines a tool for `runTools` with arguments of a declared type, which are not validated. */
export function defineTool<Args = Record<string, unknown>>(tool: UncheckedTool<Args>): Tool
export function defineTool(tool: Tool): Tool {
  return tool
}
