import { readCount } from './read-output.mjs'

/** A figure that may not be larger than its budget. */
export const atMost = (claim, figure, budget, unit = '') => ({
  claim,
  figure: `${figure}${unit}`,
  budget: `≤ ${budget}${unit}`,
  isMet: figure <= budget,
})

/** A figure that may not be smaller than its budget. */
export const atLeast = (claim, figure, budget, unit = '') => ({
  claim,
  figure: `${figure}${unit}`,
  budget: `≥ ${budget}${unit}`,
  isMet: figure >= budget,
})

/** The same as something to be reached: a miss is told and fails nothing. */
export const asAim = (row) => ({ ...row, isAim: true })

/** A figure of which nothing is promised. */
export const printed = (claim, figure) => ({ claim, figure: String(figure) })

/** What a script ends with, `N passed, M failed`. */
export function byCount(output, claim) {
  const { passed, failed } = readCount(output)
  return { claim, figure: `${passed} of ${passed + failed} checks`, budget: 'all', isMet: failed === 0 }
}

/** A proof by a command that says all by the status it ends with. */
export const byStatus = (name, document, claim, check, command) => ({
  name,
  document,
  check,
  command,
  read: (_output, { status }) => [{ claim, figure: `exit code ${status}`, budget: '0', isMet: status === 0 }],
})
