import { z } from '@hono/zod-openapi'
import type { ChatResponseFormat, ChatTool } from '@mira/engine'

/** Function as described in both chat completions and responses, which differ in where they nest it. */
export const functionFields = {
  name: z.string().min(1).max(128),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
}

/** JSON Schema that an answer must match, as described in both. */
export const jsonSchemaFields = {
  name: z.string(),
  description: z.string().nullish(),
  schema: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
}

const FunctionSchema = z.object(functionFields)
const JsonSchemaSchema = z.object(jsonSchemaFields)

/** Converts a function to a tool for an engine. */
export function toChatTool({ name, description, parameters, strict }: z.infer<typeof FunctionSchema>): ChatTool {
  return {
    name,
    description: description ?? undefined,
    parameters: parameters ?? undefined,
    strict: strict ?? undefined,
  }
}

/** Converts a JSON Schema format to a response format for an engine; without a schema, any object conforms. */
export function toJsonSchemaFormat({ name, schema, strict }: z.infer<typeof JsonSchemaSchema>): ChatResponseFormat {
  if (schema == null) return { type: 'json_object' }
  return { type: 'json_schema', name, schema, strict: strict ?? undefined }
}

/**
 * Refines a schema: rejects a tool choice that is impossible with the available tools.
 *
 * @param choice - `required`, or an object with the name of a tool.
 */
export function checkToolChoice(
  choice: string | { readonly name: string } | undefined,
  toolNames: readonly string[],
  problems: z.RefinementCtx,
): void {
  const add = (message: string) => problems.addIssue({ code: 'custom', path: ['tool_choice'], message })
  if (choice === 'required' && toolNames.length === 0) add('"required" requires at least one tool')
  if (typeof choice === 'object' && !toolNames.includes(choice.name)) {
    add(`no tool is named ${JSON.stringify(choice.name)}`)
  }
}
