import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { median } from './median.ts'

/** Cost of type-checking a program. */
export interface TypeCost {
  readonly seconds: number
  readonly memoryMiB: number
  /** Lines of declarations, excluding the standard library. */
  readonly declarationLines: number
}

const compiler = createRequire(import.meta.url).resolve('typescript-5/bin/tsc')

/** Measures the median cost of type-checking one program in a fresh compiler. */
export function measureTypes(program: string, runs: number): TypeCost {
  const folder = mkdtempSync(join(tmpdir(), 'mira-types-'))
  try {
    const project = join(folder, 'tsconfig.json')
    writeFileSync(project, JSON.stringify(configFor(program)))
    const costs = Array.from({ length: runs }, () => checkOnce(project))
    return {
      seconds: median(costs.map(({ seconds }) => seconds)),
      memoryMiB: median(costs.map(({ memoryMiB }) => memoryMiB)),
      declarationLines: costs[0]?.declarationLines ?? Number.NaN,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const configFor = (program: string): object => ({
  compilerOptions: {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: 'preserve',
    moduleResolution: 'bundler',
    types: [],
  },
  files: [resolve(import.meta.dirname, `../programs/${program}.ts`)],
})

function checkOnce(project: string): TypeCost {
  const report = execFileSync(process.execPath, [compiler, '-p', project, '--extendedDiagnostics'], {
    encoding: 'utf8',
  })
  const read = (label: string): number => {
    const text = new RegExp(`^${label}:\\s+([\\d.]+)`, 'm').exec(report)?.[1]
    if (text === undefined) throw new Error(`The compiler's report has no line "${label}":\n${report}`)
    return Number(text)
  }
  return {
    seconds: read('Total time'),
    memoryMiB: read('Memory used') / 1_024,
    declarationLines: read('Lines of Definitions'),
  }
}
