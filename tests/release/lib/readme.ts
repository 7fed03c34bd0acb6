import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { transform } from 'esbuild'
import { programs, type ReadmeProgram } from '../programs.ts'

const root = resolve(import.meta.dirname, '../../..')

/** A README as it was published. */
export interface Readme {
  /** Packages that its install command names. */
  readonly installs: readonly string[]
  /** Blocks of code that a bundler or a runtime reads, in their order. */
  readonly blocks: readonly string[]
}

/** Reads the install command and the blocks of code of a README. */
export function parseReadme(text: string, name: string): Readme {
  const [, command = ''] = /^npm install ((?:[^\n#]*\s)?@mira\/[^\n#]*)/m.exec(text) ?? []
  const named = command.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'))
  const blocks = [...text.matchAll(/^```(?:tsx?|js|svelte|vue)\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code)
  return { installs: named.includes(name) ? named : [name], blocks }
}

/** Returns how the first program of a package is run. @throws {Error} A package has no entry in `programs.ts`. */
export function programOf(name: string): ReadmeProgram {
  const program = programs[name.replace('@mira/', '')]
  if (program === undefined) throw new Error(`${name} has no entry in tests/release/programs.ts`)
  return program
}

/** Writes the program of a README into a project, as JavaScript, with the files that it needs. */
export async function writeProgram(project: string, readme: Readme, program: ReadmeProgram): Promise<void> {
  const { files = {} } = program
  for (const [file, source] of Object.entries(files)) {
    const path = join(project, file)
    mkdirSync(dirname(path), { recursive: true })
    if (typeof source === 'string') cpSync(join(root, source), path)
    else writeFileSync(path, await writeCode(readme, source, file.endsWith('.js')))
  }
  writeFileSync(join(project, 'program.js'), await writeCode(readme, program, true))
}

async function writeCode(
  { blocks }: Readme,
  { blocks: chosen = [0], before = '', after = '' }: Pick<ReadmeProgram, 'blocks' | 'before' | 'after'>,
  isScript: boolean,
): Promise<string> {
  const code = chosen.map((index) => blockOf(blocks, index)).join('\n')
  // A page has its proxy at a path; here it is the server itself.
  return isScript
    ? toJavaScript(`${before}\n${code.replaceAll("'/api/mira'", 'process.env.MIRA_BASE_URL')}\n${after}`)
    : code
}

function blockOf(blocks: readonly string[], index: number): string {
  const block = blocks[index]
  if (block === undefined) throw new Error(`The README has ${blocks.length} blocks of code, and no number ${index}`)
  return block
}

/** Removes types and JSX; imports that only types use are removed as well. */
async function toJavaScript(code: string): Promise<string> {
  const { code: script } = await transform(code, { loader: 'tsx', format: 'esm', target: 'es2022', jsx: 'automatic' })
  return script
}
