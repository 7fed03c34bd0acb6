// Measures the cost of the packages for their users. Sizes have budgets and fail the run; times are only printed, and
// left out with `--quick`. `--record` writes the sizes of other clients for the documents; without it, they are compared.

import { RecordedFigures } from './lib/recorded-figures.ts'
import { Verdicts } from './lib/verdicts.ts'
import { printBundleSizes } from './sections/bundle-sizes.ts'
import { printBundlers } from './sections/bundlers.ts'
import { printInstallSizes, printServerInstallSizes } from './sections/install-sizes.ts'
import { printStartCosts } from './sections/start-costs.ts'
import { checkDeclarations, printTypeCosts } from './sections/type-costs.ts'

const isQuick = process.argv.includes('--quick')
const verdicts = new Verdicts()
const figuresOfPeers = new RecordedFigures()
await printBundleSizes(verdicts, figuresOfPeers)
await printBundlers(verdicts)
await printInstallSizes(verdicts, figuresOfPeers)
await printServerInstallSizes(verdicts)
checkDeclarations(verdicts)
if (!isQuick) {
  printStartCosts()
  printTypeCosts()
}
if (process.argv.includes('--record')) figuresOfPeers.record()
else figuresOfPeers.check(verdicts)
verdicts.report()
