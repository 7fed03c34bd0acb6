import type { FormValue } from '@mira/core'
import { isRecord } from '@mira/core/internal'

type Pair = [name: string, value: FormValue]

/** Converts parameters to form fields: null is omitted, a list is repeated as `name[]`, a plain object becomes JSON. */
export function toFormPairs(params: object): Pair[] {
  return Object.entries(params).flatMap(([name, value]): Pair[] => {
    if (value == null) return []
    if (Array.isArray(value)) return value.map((item): Pair => [`${name}[]`, toField(item)])
    return [[name, toField(value)]]
  })
}

/** Converts a value to a form field. Any other object is passed to core, which treats it as a file. */
function toField(value: unknown): FormValue {
  const isPlain = isRecord(value) && Object.getPrototypeOf(value) === Object.prototype
  return isPlain ? JSON.stringify(value) : (value as FormValue)
}
