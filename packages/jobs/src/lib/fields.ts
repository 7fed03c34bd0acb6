import { isRecord } from '@mira/core/internal'

/** A JSON object with fields of any type. */
export type Fields = { readonly [field: string]: unknown }

/** Returns the value if it is an object, otherwise an empty object. */
export const toFields = (value: unknown): Fields => (isRecord(value) ? value : {})
