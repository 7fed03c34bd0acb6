import { allowedDependencies, maxInstallMiB, serverInstalls } from '../ceilings.ts'
import { clientPackages, type InstallSize, measureInstall } from '../lib/install-size.ts'
import { nameWithVersion, otherClients } from '../lib/peers.ts'
import type { RecordedFigures } from '../lib/recorded-figures.ts'
import { formatTable } from '../lib/table.ts'
import type { Verdicts } from '../lib/verdicts.ts'

const mebibytes = ({ bytes }: InstallSize): number => bytes / 2 ** 20

const figures = (size: InstallSize): string[] => [
  String(size.packages.length),
  String(size.files),
  mebibytes(size).toFixed(2),
]

/** Measures an install of all client packages and of other clients. */
export async function printInstallSizes(verdicts: Verdicts, figuresOfPeers: RecordedFigures): Promise<void> {
  const own = await measureInstall(clientPackages())
  const isSmall = mebibytes(own) <= maxInstallMiB
  const foreign = own.packages.filter((name) => !name.startsWith('@mira/') && !allowedDependencies.includes(name))
  const peers: readonly (readonly string[])[] = [
    ['openai'],
    ['ai', '@ai-sdk/openai-compatible', 'zod'],
    ...otherClients.map((name) => [name]),
  ]
  const rows = [['all mira client packages', ...figures(own), maxInstallMiB.toFixed(2), isSmall ? 'ok' : 'OVER']]
  for (const [name = '', ...additions] of peers) {
    const size = await measureInstall([name, ...additions])
    figuresOfPeers.note('installMiB', name, mebibytes(size))
    rows.push([[nameWithVersion(name), ...additions].join(' + '), ...figures(size)])
  }
  const overweight = `${mebibytes(own).toFixed(2)} MiB exceed ${maxInstallMiB} MiB (ceilings.ts)`
  verdicts.note('install: size', isSmall ? [] : [overweight])
  verdicts.note('install: nothing of others but what ceilings.ts allows', foreign)
  console.log('\nInstall, with all dependencies\n')
  console.log(formatTable(['package', 'packages', 'files', 'MiB', 'budget', 'verdict'], rows))
}

/** Measures the server without engines, with each engine package, and with all of them. */
export async function printServerInstallSizes(verdicts: Verdicts): Promise<void> {
  const rows: string[][] = []
  for (const { packages, maxMiB, maxPackages } of serverInstalls) {
    const size = await measureInstall(packages)
    const isSmall = mebibytes(size) <= maxMiB && size.packages.length <= maxPackages
    const title = packages.join(' + ')
    const problem = `${size.packages.length} packages and ${mebibytes(size).toFixed(2)} MiB exceed the ceiling (ceilings.ts)`
    verdicts.note(`install: ${title}`, isSmall ? [] : [problem])
    rows.push([title, ...figures(size), `${maxPackages}, ${maxMiB} MiB`, isSmall ? 'ok' : 'OVER'])
  }
  console.log('\nInstall of the server and its engines, with all dependencies\n')
  console.log(formatTable(['package', 'packages', 'files', 'MiB', 'budget', 'verdict'], rows))
}
