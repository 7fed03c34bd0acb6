import { type Ceiling, ceilings } from '../ceilings.ts'
import { type BundleSize, heaviestModules, measureBundle } from '../lib/bundle-size.ts'
import { nameWithVersion } from '../lib/peers.ts'
import type { RecordedFigures } from '../lib/recorded-figures.ts'
import { formatTable } from '../lib/table.ts'
import type { Verdicts } from '../lib/verdicts.ts'

/** Bundles every program and its equivalents of other clients, and checks the limits. */
export async function printBundleSizes(verdicts: Verdicts, figuresOfPeers: RecordedFigures): Promise<void> {
  const rows: string[][] = []
  for (const ceiling of ceilings) {
    const size = await measureBundle(ceiling.program)
    rows.push([ceiling.title, 'mira', ...figures(size), ceiling.maxGzipKiB.toFixed(2), verdictOf(size, ceiling)])
    verdicts.note(`${ceiling.title}: gzip`, await findOverweight(size, ceiling))
    verdicts.note(`${ceiling.title}: nothing of Node in a browser`, size.nodeImports)
    for (const [peer, program] of Object.entries(ceiling.peers ?? {})) {
      const peerSize = await measureBundle(program)
      figuresOfPeers.note('bundleKiB', program, peerSize.gzipBytes / 1_024)
      rows.push([ceiling.title, nameWithVersion(peer), ...figures(peerSize), '', ''])
    }
  }
  console.log('\nBrowser bundles (esbuild, minified; gzip -9)\n')
  console.log(formatTable(['program', 'package', 'min KiB', 'gzip KiB', 'files', 'budget', 'verdict'], rows))
}

const kibibytes = (bytes: number): string => (bytes / 1_024).toFixed(2)

const figures = ({ minifiedBytes, gzipBytes, modules }: BundleSize): string[] => [
  kibibytes(minifiedBytes),
  kibibytes(gzipBytes),
  String(modules),
]

function verdictOf({ gzipBytes }: BundleSize, { maxGzipKiB }: Ceiling): string {
  const left = maxGzipKiB * 1_024 - gzipBytes
  return left >= 0 ? `ok, ${Math.round(left)} B left` : `${Math.round(-left)} B OVER`
}

async function findOverweight({ gzipBytes }: BundleSize, { program, maxGzipKiB }: Ceiling): Promise<string[]> {
  if (gzipBytes <= maxGzipKiB * 1_024) return []
  const figure = `${kibibytes(gzipBytes)} KiB gzip exceed ${maxGzipKiB} KiB (ceilings.ts)`
  return [`${figure}. Heaviest modules, in minified bytes:`, ...(await heaviestModules(program, 12))]
}
