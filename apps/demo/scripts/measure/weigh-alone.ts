import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

const web = createRequire(import.meta.url).resolve('@mira/demo-web/package.json')

/** Bundles a program by itself, as the page is, and weighs it in bytes after gzip. */
export async function weighAlone(program: string): Promise<number> {
  // The page's own bundler, which this package does not depend on.
  const { build } = (await import(pathToFileURL(createRequire(web).resolve('vite')).href)) as typeof import('vite')
  const input = join(dirname(web), 'src/program-alone.ts')
  const built = await build({
    configFile: false,
    root: dirname(web),
    logLevel: 'silent',
    plugins: [
      {
        name: 'program-alone',
        resolveId: (id) => (id === input ? id : undefined),
        load: (id) => (id === input ? program : undefined),
      },
    ],
    build: { write: false, target: 'es2022', rolldownOptions: { input, preserveEntrySignatures: 'strict' } },
  })
  const outputs = [built].flat().flatMap((bundle) => ('output' in bundle ? bundle.output : []))
  const code = outputs.map((output) => (output.type === 'chunk' ? output.code : '')).join('')
  return gzipSync(code, { level: 9 }).length
}
