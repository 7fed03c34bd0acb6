/** A validator of any library that follows Standard Schema (https://standardschema.dev): Zod, Valibot, ArkType and others. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => ValidationResult<Output> | Promise<ValidationResult<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
    /** Standard JSON Schema: validators that have it can tell a model what they expect. */
    readonly jsonSchema?: { readonly input: (options: { readonly target: 'draft-2020-12' }) => JsonSchema } | undefined
  }
}

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What a validator answers. */
export type ValidationResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly ValidationIssue[] }

/** One thing that is wrong with a value. */
export interface ValidationIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** Type of the values that a validator gives. */
export type InferOutput<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output']

/** Whether a value is a validator rather than plain data; some libraries' are functions. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  return value != null && typeof (value as StandardSchema)['~standard']?.validate === 'function'
}

/** The validator's own JSON Schema of what it takes, for those that have one. */
export function toJsonSchema(schema: StandardSchema | undefined): JsonSchema | undefined {
  return schema?.['~standard'].jsonSchema?.input({ target: 'draft-2020-12' })
}

/** Issues as one line: `unit: expected "C" or "F"; city: required`. */
export function describeIssues(issues: readonly ValidationIssue[]): string {
  return issues
    .map(({ message, path = [] }) => {
      const place = path.map((step) => String(typeof step === 'object' ? step.key : step)).join('.')
      return place ? `${place}: ${message}` : message
    })
    .join('; ')
}
