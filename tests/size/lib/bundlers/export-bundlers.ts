import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import webpack from 'webpack'
import { toolPath } from '../../../release/lib/tools.ts'
import { runCompiler } from './webpack.ts'

/** A bundler with its settings for production: minified, tree-shaken, with only the packages of this repository in the bundle. */
export interface ExportBundler {
  readonly name: string
  /** Bundles a program. @returns Bytes of the minified bundle. */
  bundle(entry: string): Promise<number>
}

/** Loads the bundlers; Rspack is one of the tools of the release rehearsal, which must be installed. */
export function loadExportBundlers(): ExportBundler[] {
  // Rspack has the interface of webpack.
  const { rspack } = createRequire(toolPath('package.json'))('@rspack/core') as { readonly rspack: typeof webpack }
  return [
    { name: 'Vite', bundle: (entry) => bundleWithVite(entry) },
    { name: 'webpack', bundle: (entry) => bundleWithWebpackApi(webpack, entry) },
    { name: 'Rspack', bundle: (entry) => bundleWithWebpackApi(rspack, entry) },
  ]
}

const isExternal = (specifier: string): boolean => !/^(?:[./]|@mira\/|[A-Z]:)/.test(specifier)

/**
 * Bundles a program with Vite. @returns Bytes of the minified bundle.
 *
 * @param ignoresSideEffects - Whether to keep what only `"sideEffects": false` allows to drop.
 */
export async function bundleWithVite(entry: string, { ignoresSideEffects = false } = {}): Promise<number> {
  const outputs = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: entry,
        external: isExternal,
        ...(ignoresSideEffects && { treeshake: { moduleSideEffects: true } }),
      },
    },
  })
  const chunks = [outputs].flat().flatMap((result) => ('output' in result ? result.output : []))
  return chunks.reduce((bytes, chunk) => bytes + (chunk.type === 'chunk' ? Buffer.byteLength(chunk.code) : 0), 0)
}

async function bundleWithWebpackApi(create: typeof webpack, entry: string): Promise<number> {
  const path = mkdtempSync(join(tmpdir(), 'mira-exports-'))
  try {
    const compiler = create({
      mode: 'production',
      target: ['web', 'es2022'],
      entry,
      output: { path, module: true, chunkFormat: 'module' },
      experiments: { outputModule: true },
      externals: ({ request = '' }) => Promise.resolve(isExternal(request) ? `module ${request}` : undefined),
      performance: false,
    })
    await runCompiler(compiler)
    return readdirSync(path).reduce((bytes, file) => bytes + statSync(join(path, file)).size, 0)
  } finally {
    rmSync(path, { recursive: true })
  }
}
