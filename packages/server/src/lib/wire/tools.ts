import { z } from '@hono/zod-openapi'
import type { ChatResponseFormat, ChatTool } from '@mira/engine'

/** A function as both chat completions and responses describe it; they differ in where it stands. */
export const functionFields = {
  name: z.string().min(1).max(128),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
}

/** A JSON Schema that an answer must obey, as both describe it. */
export const jsonSchemaFields = {
  name: z.string(),
  description: z.string().optional(),
  schema: z.record(z.string(), z.unknown()),
  strict: z.boolean().nullish(),
}

const FunctionSchema = z.object(functionFields)
const JsonSchemaSchema = z.object(jsonSchemaFields)

export function toChatTool({ name, description, parameters, strict }: z.infer<typeof FunctionSchema>): ChatTool {
  return {
    name,
    description: description ?? undefined,
    parameters: parameters ?? undefined,
    strict: strict ?? undefined,
  }
}

export function toJsonSchemaFormat({ name, schema, strict }: z.infer<typeof JsonSchemaSchema>): ChatResponseFormat {
  return { type: 'json_schema', name, schema, strict: strict ?? undefined }
}

/**
 * Refines a schema: a choice must be possible with the tools there are.
 *
 * @param choice `required`, or the name of a tool as an object.
 */
export function refuseImpossibleChoice(
  choice: string | { readonly name: string } | undefined,
  toolNames: readonly string[],
  problems: z.RefinementCtx,
): void {
  const add = (message: string) => problems.addIssue({ code: 'custom', path: ['tool_choice'], message })
  if (choice === 'required' && toolNames.length === 0) add('"required" needs at least one tool')
  if (typeof choice === 'object' && !toolNames.includes(choice.name)) {
    add(`no tool is named ${JSON.stringify(choice.name)}`)
  }
}
