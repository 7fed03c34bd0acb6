// Build step of `pnpm build`: writes the compiled recognizer, its English model and their licenses next to the built
// code.
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { speechModel } from '../speech-model.ts'
import { packageRoot, pocketSphinxFolder } from './package-files.ts'
import { buildIntoCache } from './recognizer-file.ts'

const distFolder = join(packageRoot(), 'dist')
await copyFile(await buildIntoCache({ onProgress: console.log }), join(distFolder, 'recognizer.wasm'))
speechModel.ship()

const licenses = await Promise.all(
  ['sphinxbase/LICENSE', 'pocketsphinx/LICENSE', 'pocketsphinx/model/en-us/en-us/README'].map((path) =>
    readFile(join(pocketSphinxFolder(), path), 'utf8'),
  ),
)
const libc = 'recognizer.wasm also holds parts of wasi-libc: MIT, or Apache-2.0 WITH LLVM-exception.\n'
await writeFile(join(distFolder, 'recognizer-licenses.txt'), [...licenses, libc].join('\n'))
