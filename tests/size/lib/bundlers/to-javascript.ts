import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { transformSync } from 'esbuild'

/** Next to the programs, so that packages resolve from there; `dist` is ignored by everything else. */
const folder = resolve(import.meta.dirname, '../../dist')

/**
 * Writes a program without its types, for bundlers that only read JavaScript. @returns Its path.
 *
 * The code is wrapped in a function, as in an application: for top-level await, webpack adds its own runtime, which has
 * nothing to do with the packages.
 */
export function toJavaScript(file: string): string {
  mkdirSync(folder, { recursive: true })
  const target = resolve(folder, basename(file).replace(/\.ts$/, '.mjs'))
  const lines = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'es2022' }).code.split('\n')
  const isImport = (line: string) => line.startsWith('import ')
  const body = lines.filter((line) => !isImport(line)).join('\n')
  writeFileSync(target, `${lines.filter(isImport).join('\n')}\nvoid (async () => {\n${body}})()\n`)
  return target
}
