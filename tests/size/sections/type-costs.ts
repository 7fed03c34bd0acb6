import { maxDeclarationLines } from '../ceilings.ts'
import { nameWithVersion } from '../lib/peers.ts'
import { formatTable } from '../lib/table.ts'
import { measureTypes, type TypeCost } from '../lib/type-cost.ts'
import type { Verdicts } from '../lib/verdicts.ts'

const runs = 3
const budget = { seconds: 0.45, memoryMiB: 65 }

const figures = ({ seconds, memoryMiB, declarationLines }: TypeCost): string[] => [
  seconds.toFixed(2),
  memoryMiB.toFixed(0),
  String(declarationLines),
]

/** Checks how many lines of declarations a chat program reads. */
export function checkDeclarations(verdicts: Verdicts): void {
  const { declarationLines } = measureTypes('mira-chat', 1)
  const overlong = `one chat program reads ${declarationLines}, more than ${maxDeclarationLines} (ceilings.ts)`
  verdicts.note('types: lines of declarations', declarationLines <= maxDeclarationLines ? [] : [overlong])
}

/** Prints the cost of type-checking a chat program. Times depend on the machine, so nothing fails. */
export function printTypeCosts(): void {
  const own = measureTypes('mira-chat', runs)
  const isWithin = own.seconds <= budget.seconds && own.memoryMiB <= budget.memoryMiB
  const limits = `${budget.seconds} s, ${budget.memoryMiB} MiB, ${maxDeclarationLines}`
  const rows = [
    ['mira', ...figures(own), limits, isWithin ? 'within' : 'above'],
    [nameWithVersion('openai'), ...figures(measureTypes('openai-chat', runs))],
    [nameWithVersion('ai'), ...figures(measureTypes('ai-chat', runs))],
    ['bare fetch (the floor)', ...figures(measureTypes('fetch-chat', runs))],
  ]
  console.log(`\nType-check of one chat program (TypeScript 5.9, median of ${runs}; printed only)\n`)
  console.log(formatTable(['package', 's', 'MiB', '.d.ts lines', 'budget', 'verdict'], rows))
}
