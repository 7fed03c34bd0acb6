import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bundleWithEsbuild } from './bundlers/esbuild.ts'

/** Size of one program in a browser. */
export interface BundleSize {
  readonly minifiedBytes: number
  readonly gzipBytes: number
  readonly modules: number
  readonly nodeImports: readonly string[]
}

const programFile = (program: string): string => resolve(import.meta.dirname, `../programs/${program}.ts`)

/** Bundles a program with the built packages and measures it. */
export async function measureBundle(program: string): Promise<BundleSize> {
  const { code, moduleBytes, nodeImports } = await bundleWithEsbuild(programFile(program))
  const gzipBytes = gzipSync(code, { level: 9 }).length
  return { minifiedBytes: code.length, gzipBytes, modules: moduleBytes.size, nodeImports }
}

/**
 * Returns the largest source modules of a program as `bytes path`. Uses sources: built files hide them behind chunks.
 */
export async function heaviestModules(program: string, count: number): Promise<string[]> {
  const { moduleBytes } = await bundleWithEsbuild(programFile(program), { conditions: ['@mira/source'] })
  const sorted = [...moduleBytes].sort(([, a], [, b]) => b - a)
  return sorted.slice(0, count).map(([path, bytes]) => `${String(bytes).padStart(6)} ${path}`)
}
