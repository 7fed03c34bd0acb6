import { z } from '@hono/zod-openapi'

/** Creates the schema of an integer in a query, which is read from text and described as the number it is. */
export function queryInteger(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'expected a whole number')
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, `expected ${minimum} to ${maximum}`)
    .openapi({ type: 'integer', minimum, maximum })
}
