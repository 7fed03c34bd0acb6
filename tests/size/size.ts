// Measures the cost of the packages for their users. Sizes have budgets and fail the run; times are only printed.

import { Verdicts } from './lib/verdicts.ts'
import { printBundleSizes } from './sections/bundle-sizes.ts'
import { printBundlers } from './sections/bundlers.ts'
import { printInstallSizes, printServerInstallSizes } from './sections/install-sizes.ts'
import { printStartCosts } from './sections/start-costs.ts'
import { printTypeCosts } from './sections/type-costs.ts'

const verdicts = new Verdicts()
await printBundleSizes(verdicts)
await printBundlers(verdicts)
printInstallSizes(verdicts)
printServerInstallSizes(verdicts)
printStartCosts()
printTypeCosts(verdicts)
verdicts.report()
