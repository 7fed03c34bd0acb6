import type { RealtimeTool, RealtimeToolContext } from './tool.ts'

/** A validator of any library that implements Standard Schema (https://standardschema.dev). */
export interface ToolSchema<Output = unknown> {
  readonly '~standard': {
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>
    readonly types?: { readonly output: Output } | undefined
    /** JSON Schema of the expected input, for validators that provide it. */
    readonly jsonSchema?: { readonly input: (options: { readonly target: 'draft-2020-12' }) => object } | undefined
  }
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string }[] }

/** A tool whose arguments have a type. */
export interface TypedRealtimeTool<Arguments> extends Omit<RealtimeTool, 'execute'> {
  /** Validator of the arguments. Its JSON Schema describes them to the model, unless `parameters` is set. */
  readonly schema?: ToolSchema<Arguments> | undefined
  /** Executes a call with the arguments, which are validated if there is a `schema`; see {@link RealtimeTool.execute}. */
  execute(args: Arguments, context: RealtimeToolContext): unknown
}

/**
 * Defines a tool with typed arguments: the type is inferred from `schema`, or declared by the type argument.
 *
 * @example
 * const weather = defineRealtimeTool({
 *   name: 'get_weather',
 *   schema: z.object({ city: z.string() }),
 *   execute: ({ city }) => lookUp(city),
 * })
 * @returns A tool for `connectRealtime`. Arguments that are not valid are reported to the model.
 * @throws {TypeError} when the validator provides no JSON Schema and `parameters` is not set.
 */
export function defineRealtimeTool<Arguments = Record<string, unknown>>(
  tool: TypedRealtimeTool<Arguments>,
): RealtimeTool {
  const { schema, execute, ...fields } = tool
  if (!schema) return { ...fields, execute }
  const { validate, jsonSchema } = schema['~standard']
  const parameters = tool.parameters ?? jsonSchema?.input({ target: 'draft-2020-12' })
  if (!parameters) {
    throw new TypeError(`The schema of the tool "${tool.name}" provides no JSON Schema; set parameters to one as well`)
  }
  return {
    ...fields,
    parameters: { ...parameters },
    async execute(args, context) {
      const result = await validate(args)
      if (!result.issues) return execute(result.value, context)
      throw new TypeError(`The arguments are not valid: ${result.issues.map(({ message }) => message).join('; ')}`)
    },
  }
}
