import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const modules = resolve(import.meta.dirname, '../node_modules')
const nodeTypes = resolve(import.meta.dirname, '../../../node_modules/@types')

/** A compiler with the options that decide how it finds declarations, and which of them it accepts. */
interface Compiler {
  /** Name of the development dependency. */
  readonly typescript: string
  readonly module: string
  readonly resolution: string
  /** Extension of the program; `cts` is CommonJS whatever the project says. */
  readonly extension: 'ts' | 'mts' | 'cts'
}

/** Checks the declarations too, and offers no DOM library. */
const strictest = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2022',
  lib: ['es2022'],
  typeRoots: [nodeTypes],
  types: ['node'],
}

/** From the oldest supported compiler to the newest; TypeScript 7 has dropped `node10`. */
const compilers: readonly Compiler[] = [
  { typescript: 'typescript-5.4', module: 'commonjs', resolution: 'node10', extension: 'ts' },
  { typescript: 'typescript-5.4', module: 'nodenext', resolution: 'nodenext', extension: 'mts' },
  { typescript: 'typescript-5.4', module: 'esnext', resolution: 'bundler', extension: 'ts' },
  { typescript: 'typescript-5', module: 'commonjs', resolution: 'node10', extension: 'ts' },
  { typescript: 'typescript-5', module: 'nodenext', resolution: 'nodenext', extension: 'cts' },
  { typescript: 'typescript-6', module: 'esnext', resolution: 'bundler', extension: 'ts' },
  { typescript: 'typescript-7', module: 'nodenext', resolution: 'nodenext', extension: 'cts' },
]

/**
 * Compiles a program that imports every entry of the installed packages, with each compiler. Resolves with the name and
 * the errors of each.
 */
export async function checkCompilers(project: string, specifiers: readonly string[]): Promise<[string, string[]][]> {
  const program = programOf(specifiers)
  return Promise.all(
    compilers.map(async ({ typescript, module, resolution, extension }, index) => {
      const file = `entries-${index}.${extension}`
      writeFileSync(join(project, file), program)
      const config = join(project, `tsconfig-${index}.json`)
      const form = { module, moduleResolution: resolution }
      writeFileSync(config, JSON.stringify({ compilerOptions: { ...strictest, ...form }, files: [file] }))
      const name = `${typescript} finds the types of ${specifiers.length} entries by ${resolution} in .${extension}`
      return [name, await errorsOf(join(modules, typescript, 'bin/tsc'), config)]
    }),
  )
}

async function errorsOf(tsc: string, config: string): Promise<string[]> {
  try {
    await run(process.execPath, [tsc, '-p', config])
    return []
  } catch (error) {
    const { stdout, message } = error as { stdout?: string; message: string }
    return (stdout?.trim() || message).split('\n')
  }
}

/** Declarations that resolve to `any` would pass every import, so a mistake must be found as well. */
function programOf(specifiers: readonly string[]): string {
  const imports = specifiers.map((specifier, index) => `import * as entry${index} from '${specifier}'`)
  return `${imports.join('\n')}
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
export const entries = [${specifiers.map((_, index) => `entry${index}`).join(', ')}]
export async function answer(): Promise<string | null | undefined> {
  const mira = createClient({ apiKey: 'key' }).extend(chat)
  // @ts-expect-error: a message is an object
  void mira.chat.create({ messages: [5] })
  const completion = await mira.chat.create({ messages: [{ role: 'user', content: 'Hello' }] })
  return completion.choices[0]?.message.content
}
`
}
