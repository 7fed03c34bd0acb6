import type { z } from 'zod'

/** Values that ask for nothing. */
const empty: ReadonlySet<unknown> = new Set([undefined, null, false, 'false', 'False'])

/**
 * Creates a refinement that rejects fields of other endpoints, which would change the form of the answer there.
 *
 * @param hints - Problem of each field, with the way to ask for the same here.
 */
export function rejectForeignForms(hints: Readonly<Record<string, string>>) {
  return (body: Readonly<Record<string, unknown>>, problems: z.RefinementCtx): void => {
    for (const [name, message] of Object.entries(hints)) {
      const value = body[name]
      const isOne = name === 'n' && Number(value) === 1
      if (!isOne && !empty.has(value)) problems.addIssue({ code: 'custom', path: [name], message })
    }
  }
}
