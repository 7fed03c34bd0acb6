import { InvalidArgumentError, type SharedV4ProviderOptions } from '@ai-sdk/provider'
import type { RequestOptions } from '@mira/core'
import { providerName } from './model-context.ts'

/** Call options that all models of the specification have. */
export interface SharedCallOptions {
  readonly abortSignal?: AbortSignal | undefined
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
}

/** Converts the options of a call to those of the client. */
export function toRequestOptions({ abortSignal, headers }: SharedCallOptions): RequestOptions {
  return { signal: abortSignal, headers }
}

/**
 * Returns the fields of `providerOptions.mira`, which are sent unchanged.
 *
 * @param reserved - Fields that follow from the call itself, or that would change the form of the answer.
 * @throws {InvalidArgumentError} when one of them is set.
 */
export function readWireFields(
  providerOptions: SharedV4ProviderOptions | undefined,
  reserved: readonly string[],
): Readonly<Record<string, unknown>> {
  const fields = providerOptions?.[providerName] ?? {}
  const argument = Object.keys(fields).find((name) => reserved.includes(name) && fields[name] !== undefined)
  if (argument === undefined) return fields
  const message = `providerOptions.${providerName}.${argument} cannot be set: it follows from the call`
  throw new InvalidArgumentError({ argument: `providerOptions.${providerName}.${argument}`, message })
}

/** Returns fields without those that are `undefined`, which JSON leaves out: bodies are part of results and errors. */
export function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields
}
