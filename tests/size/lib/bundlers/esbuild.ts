import { isBuiltin } from 'node:module'
import { relative, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Bundler } from './bundler.ts'

const repository = resolve(import.meta.dirname, '../../../..')

/** Bundles a program with esbuild. */
export const bundleWithEsbuild: Bundler = async (file, { conditions = [] } = {}) => {
  const nodeImports: string[] = []
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    absWorkingDir: repository,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['browser', 'module', ...conditions],
    logLevel: 'silent',
    plugins: [noteNodeImports(nodeImports)],
  })
  const [output] = Object.values(metafile.outputs)
  const moduleBytes = new Map(Object.entries(output?.inputs ?? {}).map(([path, input]) => [path, input.bytesInOutput]))
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), moduleBytes, nodeImports }
}

/** Records the importers and lets the build succeed; esbuild itself would stop at the first. */
const noteNodeImports = (found: string[]): Plugin => ({
  name: 'note-node-imports',
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      if (!isBuiltin(path)) return undefined
      found.push(`${path} <- ${relative(repository, importer)}`)
      return { path, external: true }
    })
  },
})
