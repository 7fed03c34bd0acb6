import { basename } from 'node:path'
import { commands, type RunOptions, runLLVM, type Tree } from '@yowasp/clang'
import { compilerFlags, linkerFlags } from './flags.ts'
import { type RecognizerSources, readRecognizerSources } from './recognizer-sources.ts'

const outputName = 'recognizer.wasm'

/**
 * Compiles PocketSphinx to a WASM reactor with a compiler that is itself WASM.
 *
 * Blocks its process for about 20 s and uses up to 1.1 GB: run it in a separate process.
 */
export async function compileRecognizer(onProgress: (line: string) => void): Promise<Uint8Array> {
  const messages: string[] = []
  const collect = (bytes: Uint8Array | null) => {
    if (bytes) messages.push(new TextDecoder().decode(bytes))
  }
  const options: RunOptions = { fetchProgress() {}, decodeASCII: false, stdout: collect, stderr: collect }
  try {
    onProgress('Building the speech recognizer: loading the compiler')
    await runLLVM(undefined, {}, options)
    const sources = readRecognizerSources()
    onProgress(`Building the speech recognizer: compiling ${sources.compiled.length} files (about 20 s, once)`)
    const objects = await compile(sources, options)
    const output = await commands.clang([...Object.keys(objects), ...linkerFlags, '-o', outputName], objects, options)
    const module = output?.[outputName]
    if (!(module instanceof Uint8Array)) throw new Error('the linker wrote no module')
    return module
  } catch (cause) {
    throw new Error(`Building the speech recognizer failed: ${messages.join('').trim() || String(cause)}`, { cause })
  }
}

async function compile(sources: RecognizerSources, options: RunOptions): Promise<Tree> {
  const includes = sources.includeFolders.map((folder) => `-I${folder}`)
  const parameters = [...compilerFlags, ...includes, '-c', ...sources.compiled]
  const output = await commands.clang(parameters, toTree(sources.files), options)
  return Object.fromEntries(
    sources.compiled.map((path) => {
      const name = `${basename(path, '.c')}.o`
      const object = output?.[name]
      if (object === undefined) throw new Error(`the compiler wrote no ${name}`)
      return [name, object]
    }),
  )
}

function toTree(files: ReadonlyMap<string, Uint8Array>): Tree {
  const tree: Tree = {}
  for (const [path, content] of files) {
    const folders = path.split('/')
    const name = folders.pop() ?? path
    let folder = tree
    for (const part of folders) {
      folder[part] ??= {}
      folder = folder[part] as Tree
    }
    folder[name] = content
  }
  return tree
}
