// Puts the compiled recogniser and its licences beside the built package: the last step of `pnpm build`.
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enginesFolder, pocketSphinxFolder } from './package-files.ts'
import { buildIntoCache } from './recogniser-file.ts'

const distFolder = join(enginesFolder(), 'dist')
await copyFile(await buildIntoCache({ onProgress: console.log }), join(distFolder, 'recogniser.wasm'))

const licences = await Promise.all(
  ['sphinxbase', 'pocketsphinx'].map((part) => readFile(join(pocketSphinxFolder(), part, 'LICENSE'), 'utf8')),
)
const libc = 'recogniser.wasm also holds parts of wasi-libc: MIT, or Apache-2.0 WITH LLVM-exception.\n'
await writeFile(join(distFolder, 'recogniser-licences.txt'), [...licences, libc].join('\n'))
