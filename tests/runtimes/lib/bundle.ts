import { join } from 'node:path'
import { build } from 'esbuild'

/** Bundling options for a runtime that cannot load modules from packages. */
export interface BundleOptions {
  readonly format: 'esm' | 'iife'
  /** Conditions of `exports` that the runtime's own tools set. */
  readonly conditions: readonly string[]
  readonly external?: readonly string[] | undefined
}

/** Bundles a program of an installed project. @returns Its code. */
export async function bundle(
  project: string,
  program: string,
  { format, conditions, external = [] }: BundleOptions,
): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(project, program)],
    bundle: true,
    write: false,
    format,
    platform: 'neutral',
    target: 'es2022',
    conditions: [...conditions, 'import'],
    mainFields: ['module', 'main'],
    external: [...external, '@mira/core/node', './node-programs.mjs'],
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}
