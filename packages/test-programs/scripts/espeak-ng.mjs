/**
 * Drop-in replacement for the `espeak-ng` command: the same code, compiled to WebAssembly, with the same arguments,
 * standard input and output, and exit codes. The command of the `espeak-ng` package is not usable: its standard input
 * splits UTF-8 every 256 bytes, and its standard output is text.
 */
import { readFileSync, writeSync } from 'node:fs'
import createEspeak from 'espeak-ng'

// Emscripten captures a stack trace for each missing file, which would take 0.1 s of 0.4 s.
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
  // Emscripten reports each exit of `main` as an error.
  printErr: (line) => line.startsWith('program exited') || console.error(line),
})
program._fflush(0)
const output = Uint8Array.from(written)
for (let sent = 0; sent < output.length; ) sent += writeSync(1, output, sent)
