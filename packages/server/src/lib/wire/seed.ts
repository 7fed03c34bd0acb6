import { z } from '@hono/zod-openapi'

/** Seed of a request: any integer, since many programs send random ones of 64 bits. */
export const SeedSchema = z.number().refine(Number.isInteger, 'expected an integer').openapi({ type: 'integer' })

/** Returns a seed that engines can count on from; one that JSON cannot represent exactly is reduced. */
export function toSeed(seed: number | null | undefined): number | undefined {
  if (seed == null) return undefined
  return Number.isSafeInteger(seed) ? seed : seed % (Number.MAX_SAFE_INTEGER - 1_000)
}
