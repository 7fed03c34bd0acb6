import type { FormValue } from '@mira/core'
import { isFields } from './fields.ts'

type Pair = [name: string, value: FormValue]

/** Parameters as fields of a form: null is left out, a list is repeated as `name[]`, a plain object goes as JSON. */
export function toFormPairs(params: object): Pair[] {
  return Object.entries(params).flatMap(([name, value]): Pair[] => {
    if (value == null) return []
    if (Array.isArray(value)) return value.map((item): Pair => [`${name}[]`, toField(item)])
    return [[name, toField(value)]]
  })
}

/** Anything else that is an object is left to core, which takes it for a file. */
function toField(value: unknown): FormValue {
  const isPlain = isFields(value) && Object.getPrototypeOf(value) === Object.prototype
  return isPlain ? JSON.stringify(value) : (value as FormValue)
}
