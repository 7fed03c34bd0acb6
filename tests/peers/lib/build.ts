import { join } from 'node:path'
import { build } from 'esbuild'

const folder = join(import.meta.dirname, '..')

/** Compiles the child program, so that children spend no time and memory on stripping types. Returns its path. */
export async function buildClientProcess(): Promise<string> {
  await build({
    entryPoints: [join(folder, 'client-process.ts')],
    outdir: join(folder, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The packages themselves are loaded as installed.
    packages: 'external',
    logLevel: 'error',
  })
  return join(folder, 'dist/client-process.mjs')
}
