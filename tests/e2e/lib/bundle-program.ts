import { join } from 'node:path'
import { build } from 'esbuild'

/** What CommonJS packages in a bundle of ES modules require. */
const createsRequire = `import { createRequire as createBundleRequire } from 'node:module'
const require = createBundleRequire(import.meta.url)`

/**
 * Bundles the `src/bin.ts` of a package with all that it imports, in chunks that are loaded when they are needed. Tests
 * start such programs a hundred times, and from the sources of the packages each start takes a second of CPU;
 * `tests/pack` runs them as they are published.
 *
 * @returns Folder of `bin.js`, within the package, so that its name is found.
 */
export async function bundleProgram(packageFolder: string): Promise<string> {
  const outdir = join(packageFolder, `.cache/${process.pid}`)
  await build({
    entryPoints: [join(packageFolder, 'src/bin.ts')],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    conditions: ['@mira/source'],
    banner: { js: createsRequire },
    logLevel: 'warning',
  })
  return outdir
}
