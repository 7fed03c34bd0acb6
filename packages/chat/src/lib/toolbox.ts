import {
  describeIssues,
  isStandardSchema,
  type JsonSchema,
  type StandardSchema,
  toJsonSchema,
} from './standard-schema.ts'
import type { Tool } from './tool.ts'

/** A tool call as requested by the model. */
export interface RequestedCall {
  readonly id: string
  readonly name: string
  /** JSON string, or an object. */
  readonly arguments: unknown
}

/** Tools by name. */
export type Toolbox = ReadonlyMap<string, Tool>

/**
 * Creates a toolbox.
 *
 * @throws {TypeError} when there are no tools, or a tool is in wire format, or has no name, no function, or the name of
 * another one.
 */
export function createToolbox(tools: readonly Tool[]): Toolbox {
  if (!Array.isArray(tools) || tools.length === 0) throw new TypeError('tools must be a non-empty list')
  const toolbox = new Map<string, Tool>()
  for (const tool of tools as readonly Tool[]) {
    checkForm(tool)
    if (typeof tool?.name !== 'string') throw new TypeError('Every tool needs a name')
    if (typeof tool.execute !== 'function') {
      throw new TypeError(`The tool "${tool.name}" needs a function execute(args, { signal, toolCallId })`)
    }
    if (toolbox.has(tool.name)) throw new TypeError(`There are two tools named "${tool.name}"`)
    toolbox.set(tool.name, tool)
  }
  return toolbox
}

function checkForm(tool: Tool | null | undefined): void {
  const { function: wire } = (tool ?? {}) as { function?: { name?: unknown } }
  if (!wire) return
  throw new TypeError(
    `The tool "${wire.name}" is in wire format: use defineTool({ name, description, parameters, execute })`,
  )
}

/**
 * Returns the definition of a tool that is sent to the model.
 *
 * @throws {TypeError} when its arguments cannot be described as JSON Schema.
 */
export function describeTool(tool: Tool): JsonSchema {
  const { name, description } = tool
  return { type: 'function', function: { name, description, parameters: describeParameters(tool) } }
}

function describeParameters({ name, parameters, schema }: Tool): JsonSchema {
  if (parameters && !isStandardSchema(parameters)) return checkPlain(name, parameters)
  const validator = parameters ?? schema
  if (!validator) return { type: 'object', properties: {} }
  const described = toJsonSchema(validator as StandardSchema, `The tool "${name}"`)
  if (described) return described
  throw new TypeError(
    `The tool "${name}" has a validator without JSON Schema: pass it as schema, and as parameters its JSON Schema, ` +
      'such as z.toJSONSchema(schema), or that of zod-to-json-schema or @valibot/to-json-schema',
  )
}

/** Checks that a plain object is not a set of validators, such as `{ city: z.string() }`. */
function checkPlain(name: string, parameters: JsonSchema): JsonSchema {
  const isSchema = typeof parameters === 'object' && !Array.isArray(parameters)
  if (isSchema && !Object.values(parameters).some(isStandardSchema)) return parameters
  throw new TypeError(`The tool "${name}" needs a JSON Schema or one validator, such as z.object(), as parameters`)
}

/**
 * Runs one call.
 *
 * @throws {Error} with a message that the model can act on: unknown tool, arguments that are unreadable or invalid, or
 * the error of the tool.
 */
export async function callTool(
  toolbox: Toolbox,
  { id, name, arguments: args }: RequestedCall,
  signal: AbortSignal,
): Promise<unknown> {
  const tool = toolbox.get(name)
  if (!tool) throw new Error(`There is no tool "${name}"; the tools are: ${[...toolbox.keys()].join(', ')}`)
  const value = parseArguments(args) ?? {}
  const validator = tool.schema ?? (isStandardSchema(tool.parameters) ? tool.parameters : undefined)
  return tool.execute(validator ? await validate(validator, value) : value, { signal, toolCallId: id })
}

/** Parses arguments; some models encode them as JSON twice. */
function parseArguments(args: unknown): unknown {
  if (typeof args !== 'string') return args
  try {
    return parseArguments(JSON.parse(args.trim() || '{}'))
  } catch (cause) {
    throw new Error(`The arguments are not JSON: ${(cause as Error).message}`, { cause })
  }
}

async function validate(schema: StandardSchema, value: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(value)
  if (!result.issues) return result.value
  throw new Error(`The arguments are not valid: ${describeIssues(result.issues)}`)
}
