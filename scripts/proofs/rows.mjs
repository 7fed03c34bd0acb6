import { readCount } from './read-output.mjs'

/** Creates a row for a figure that must not exceed its budget. */
export const atMost = (claim, figure, budget, unit = '') => ({
  claim,
  figure: `${figure}${unit}`,
  budget: `≤ ${budget}${unit}`,
  isMet: figure <= budget,
})

/** Creates a row for a figure that must not fall below its budget. */
export const atLeast = (claim, figure, budget, unit = '') => ({
  claim,
  figure: `${figure}${unit}`,
  budget: `≥ ${budget}${unit}`,
  isMet: figure >= budget,
})

/** Marks a row as an aim: a miss is reported but does not fail the run. */
export const asAim = (row) => ({ ...row, isAim: true })

/** Creates a row for a figure without a budget. */
export const printed = (claim, figure) => ({ claim, figure: String(figure) })

/** Creates a row from the closing line of a script, `N passed, M failed`. */
export function byCount(output, claim) {
  const { passed, failed } = readCount(output)
  return { claim, figure: `${passed} of ${passed + failed} checks`, budget: 'all', isMet: failed === 0 }
}

/** Creates a proof by the exit code of a command. */
export const byStatus = (name, document, claim, check, command) => ({
  name,
  document,
  check,
  command,
  read: (_output, { status }) => [{ claim, figure: `exit code ${status}`, budget: '0', isMet: status === 0 }],
})
