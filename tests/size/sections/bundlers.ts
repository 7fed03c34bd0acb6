import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleWithEsbuild } from '../lib/bundlers/esbuild.ts'
import { bundleWithRollup } from '../lib/bundlers/rollup.ts'
import { bundleWithWebpack } from '../lib/bundlers/webpack.ts'
import { formatTable } from '../lib/table.ts'
import type { Verdicts } from '../lib/verdicts.ts'

const programs = ['mira-chat', 'mira-job', 'mira-transcribe', 'mira-account']

const bundlers = {
  esbuild: async (file: string) => (await bundleWithEsbuild(file)).code,
  rollup: bundleWithRollup,
  webpack: bundleWithWebpack,
}

/** Maximum size of a bundle relative to the smallest; `sideEffects: false` must work in all bundlers. */
const maxRatio = 1.1

/** Checks that every bundler drops unused code. */
export async function printBundlers(verdicts: Verdicts): Promise<void> {
  const rows: string[][] = []
  for (const program of programs) {
    const file = resolve(import.meta.dirname, `../programs/${program}.ts`)
    const codes = await Promise.all(Object.values(bundlers).map((bundle) => bundle(file)))
    const sizes = codes.map((code) => gzipSync(code, { level: 9 }).length)
    const ratio = Math.max(...sizes) / Math.min(...sizes)
    rows.push([program, ...sizes.map((size) => (size / 1_024).toFixed(2)), ratio.toFixed(2)])
    const isAlike = ratio <= maxRatio
    verdicts.note(
      `${program}: alike by every bundler`,
      isAlike ? [] : [`${Object.keys(bundlers).join(', ')} make ${sizes.join(', ')} B gzip: ${ratio.toFixed(2)} apart`],
    )
  }
  console.log('\nThe same programs by other bundlers (gzip -9, KiB)\n')
  console.log(formatTable(['program', ...Object.keys(bundlers), 'heaviest / lightest'], rows))
}
