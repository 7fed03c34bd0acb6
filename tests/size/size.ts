// Measures the cost of the packages for their users. Sizes have budgets and fail the run; times are only printed, and
// left out with `--quick`.

import { Verdicts } from './lib/verdicts.ts'
import { printBundleSizes } from './sections/bundle-sizes.ts'
import { printBundlers } from './sections/bundlers.ts'
import { printInstallSizes, printServerInstallSizes } from './sections/install-sizes.ts'
import { printStartCosts } from './sections/start-costs.ts'
import { checkDeclarations, printTypeCosts } from './sections/type-costs.ts'

const isQuick = process.argv.includes('--quick')
const verdicts = new Verdicts()
await printBundleSizes(verdicts)
await printBundlers(verdicts)
await printInstallSizes(verdicts)
await printServerInstallSizes(verdicts)
checkDeclarations(verdicts)
if (!isQuick) {
  printStartCosts()
  printTypeCosts()
}
verdicts.report()
