/**
 * Stands in for the command `espeak-ng`: the same code, compiled to WebAssembly, with the same arguments, standard input
 * and output, and exit codes. `npx` of the package `espeak-ng` cannot: its standard input splits UTF-8 at each 256 bytes,
 * and its standard output is text.
 */
import { readFileSync, writeSync } from 'node:fs'
import createEspeak from 'espeak-ng'

// Emscripten takes a stack trace of each file that is not there: 0.1 s of 0.4 s.
Error.stackTraceLimit = 0

const written = []
let input
let position = 0

const program = await createEspeak({
  thisProgram: 'espeak-ng',
  arguments: process.argv.slice(2),
  stdin: () => {
    input ??= readFileSync(0)
    return position < input.length ? input[position++] : null
  },
  stdout: (byte) => written.push(byte & 0xff),
  // Emscripten reports each exit of `main` as if it were a problem.
  printErr: (line) => line.startsWith('program exited') || console.error(line),
})
program._fflush(0)
const output = Uint8Array.from(written)
for (let sent = 0; sent < output.length; ) sent += writeSync(1, output, sent)
