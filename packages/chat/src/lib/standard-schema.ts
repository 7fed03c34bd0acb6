/**
 * A validator of any library that implements Standard Schema (https://standardschema.dev), such as Zod, Valibot or
 * ArkType.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => ValidationResult<Output> | Promise<ValidationResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
    /** Standard JSON Schema of the expected input, for validators that support it. */
    readonly jsonSchema?: { readonly input: (options: { readonly target: 'draft-2020-12' }) => JsonSchema } | undefined
  }
}

/** A JSON Schema as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** Result of a validation. */
export type ValidationResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly ValidationIssue[] }

/** One problem found in a value. */
export interface ValidationIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** Input type of a validator. */
export type InferInput<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['input']

/** Output type of a validator. */
export type InferOutput<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output']

/** Returns whether a value is a validator rather than plain data; validators of some libraries are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  return value != null && typeof (value as StandardSchema)['~standard']?.validate === 'function'
}

/**
 * Returns the JSON Schema of the input that a validator accepts, or `undefined` if the library provides none.
 *
 * @param subject - Subject of the message of an error, such as `The tool "a"`.
 * @throws {TypeError} when the validator accepts values that JSON has no form for, such as dates and maps.
 */
export function toJsonSchema(schema: StandardSchema, subject: string): JsonSchema | undefined {
  const { jsonSchema } = schema['~standard']
  // Methods of Zod and ArkType from before Standard JSON Schema.
  const { toJSONSchema, toJsonSchema } = schema as unknown as Record<string, unknown>
  const convert = toJSONSchema ?? toJsonSchema
  try {
    if (jsonSchema) return jsonSchema.input({ target: 'draft-2020-12' })
    return typeof convert === 'function' ? convert.call(schema, { io: 'input' }) : undefined
  } catch (cause) {
    const { message } = cause as Error
    throw new TypeError(`${subject} has a schema that JSON Schema cannot represent: ${message}`, { cause })
  }
}

/** Formats issues as one line: `unit: expected "C" or "F"; city: required`. */
export function describeIssues(issues: readonly ValidationIssue[]): string {
  return issues
    .map(({ message, path = [] }) => {
      const location = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
      return location ? `${location}: ${message}` : message
    })
    .join('; ')
}
