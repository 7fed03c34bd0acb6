import { z } from '@hono/zod-openapi'

/** Maximum length of a job's prompt, in characters. */
const maxPromptCharacters = 4_000

/** Prompt of a job; must not be blank. */
export const promptSchema = z
  .string()
  .max(maxPromptCharacters)
  .refine((text) => text.trim() !== '', 'expected a non-empty text')

/** URL of the webhook that is sent when a job settles. */
export const webhookUrlSchema = z
  .string()
  .max(2_000)
  .refine((text) => /^https?:/i.test(text) && URL.canParse(text), 'expected an http(s) URL')
  .nullish()
  .openapi({ description: 'Receives a signed POST when the job settles; see Standard Webhooks' })

/** Creates a seed for a request without one, so that a retried job produces the same result. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}
