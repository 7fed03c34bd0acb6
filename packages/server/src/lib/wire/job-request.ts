import { z } from '@hono/zod-openapi'

/** Longest prompt of a job, in characters. */
const maxPromptCharacters = 4_000

export const promptSchema = z
  .string()
  .max(maxPromptCharacters)
  .refine((text) => text.trim() !== '', 'expected a text that is not empty')

export const webhookUrlSchema = z
  .string()
  .max(2_000)
  .refine((text) => /^https?:/i.test(text) && URL.canParse(text), 'expected an http(s) URL')
  .nullish()
  .openapi({ description: 'Told of the end of the job by a signed POST; see Standard Webhooks' })

/** A seed where the caller chose none, so that a job that is begun again gives the same. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}
