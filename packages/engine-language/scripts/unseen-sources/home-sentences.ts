import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Case, clones, draw, fourth, isNew, type Json, list, read, say, toCase } from './source.ts'
import { readSentences as readFirstSentences } from './third-draws.ts'
import { createSampler, type Source } from './third-sources.ts'

interface Sentence {
  readonly text: string
  readonly file: string
  readonly slots: ReadonlyMap<string, readonly string[]>
}

/** Parameter of the tools for a slot; its kind if it is a number. */
const parameters: Readonly<Record<string, string>> = {
  name: 'device',
  area: 'room',
  temperature: 'degrees',
  position: 'percent',
  volume_level: 'percent',
  brightness: 'brightness',
  color: 'color',
  hours: 'hours',
  minutes: 'minutes',
  seconds: 'seconds',
  start_hours: 'hours',
  start_minutes: 'minutes',
  item: 'item',
  message: 'message',
}
const colors: Readonly<Record<string, string>> = { red: 'красн', green: 'зелен', blue: 'син' }
const numbers = /^(?:degrees|percent|brightness|hours|minutes|seconds)$/

/** Draws Russian sentences to a home, at most two of a file and six of one of questions, and questions that no tool answers. */
export function homeCases(times: number, firstIndex: number): [Case, Json[]][] {
  const taken = new Map<string, number>()
  const varied = draw(readSentences(firstIndex).filter(isClear), Number.MAX_SAFE_INTEGER).filter(({ file }) => {
    taken.set(file, (taken.get(file) ?? 0) + 1)
    return (taken.get(file) ?? 0) <= (file.endsWith('GetState') ? 6 : 2) * times
  })
  const asked = (JSON.parse(read('RuBQ', 'RuBQ_1.0/RuBQ_1.0_dev.json')) as { question_text: string }[]).filter(
    ({ question_text }) => isNew(question_text),
  )
  return [
    ...varied.slice(0, 38 * times).map((sentence, index) => {
      const tool = fourth.home.files[sentence.file]
      const calls = tool ? [{ name: tool, arguments: toArguments(tool, sentence) }] : []
      return toCase('ru-home', index, { source: 'ha', messages: say(sentence.text), calls })
    }),
    ...draw(asked, 8 * times).map(({ question_text }, index) =>
      toCase('ru-question', index, { source: 'rubq', messages: say(question_text), calls: [] }),
    ),
  ].map((one) => [one, fourth.home.tools])
}

/** Draws first messages of Russian dialogues about hotels, restaurants and trains, for which no tool of a home fits. */
export function otherRequests(count: number): [Case, Json[]][] {
  const openings = read('Russian-MultiWOZ', 'interim/v1/russian/test_dialogues_001_ru.txt')
    .split(/\r?\n(?:\s*\r?\n)+/)
    .map((dialogue) => dialogue.trim().split('\n')[0]?.trim() ?? '')
    .filter((text) => text.length >= 20 && text.length <= 160 && !/[[\]]/.test(text) && isNew(text))
  return draw(openings, count).map((text, index) => [
    toCase('ru-other', index, { source: 'rumultiwoz', messages: say(text), calls: [] }),
    fourth.home.tools,
  ])
}

/** Index of the first sentence read of each block: the third sets drew from the first ones. */
export const [firstToo, othersOnly] = [0, 1]

/** Returns the sentences of the third sets. */
export function thirdSentences(): string[] {
  const third = JSON.parse(readFileSync(new URL('../../eval/unseen/third.json', import.meta.url), 'utf8')) as {
    sources: Record<string, Source>
    hashes: Record<string, string>
  }
  const hashes = new Set(Object.values(third.hashes))
  const isDrawn = (pair: readonly string[]): boolean =>
    hashes.has(createHash('sha256').update(pair.join('\n')).digest('hex').slice(0, 16))
  return readFirstSentences(createSampler(clones, third.sources, 0), 'tests/ru').flatMap((pair) =>
    isDrawn(pair) ? [pair[0]] : [],
  )
}

function readSentences(firstIndex: number): Sentence[] {
  return list('intents', 'tests/ru')
    .filter((path) => !path.endsWith('_fixtures.yaml'))
    .flatMap((path) => {
      const file = path.replace(/^.*\/|\.yaml$/g, '')
      const blocks = read('intents', path).split(/^ {2}- sentences:/m)
      return blocks.slice(1).flatMap((block) => {
        const [head = '', intent = ''] = block.split(/^ {4}intent:/m)
        const texts = [...head.matchAll(/^ {6}- +["']?(.+?)["']?\s*$/gm)].map(([, text = '']) => text)
        const slots = readSlots(intent.split(/^ {4}\w/m)[0] ?? '')
        return texts.slice(firstIndex).map((text) => ({ text, file, slots }))
      })
    })
}

function readSlots(intent: string): Sentence['slots'] {
  const lines = (intent.split(/^ {6}slots:/m)[1] ?? '').split('\n')
  const slots = new Map<string, string[]>()
  let current = ''
  for (const line of lines) {
    const [, name, value = ''] = /^ {8}(\w+): *(.*?)\s*$/.exec(line) ?? []
    const [, item] = /^ {10}- *(.+?)\s*$/.exec(line) ?? []
    current = name ?? current
    if (name) slots.set(name, value === '' ? [] : [unquote(value)])
    else if (item) slots.get(current)?.push(unquote(item))
  }
  return slots
}

const unquote = (value: string): string => value.replace(/^["']|["']$/g, '')

/** Start of the longest word, which all of its forms share. */
function stem(value: string): string {
  const [longest = ''] = (value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort((a, b) => b.length - a.length)
  return longest.length > 4 ? longest.slice(0, -2) : longest
}

/** Returns whether the sentence asks for one call, whose texts it has. */
function isClear({ text, file, slots }: Sentence): boolean {
  const words = ['name', 'area', 'item', 'message'].flatMap((name) => {
    const values = slots.get(name) ?? []
    return values.length === 0 || values.includes('all') ? [] : [values.map(stem)]
  })
  return (
    isNew(text) &&
    file in fourth.home.files &&
    !slots.has('conversation_command') &&
    words.every((stems) => stems.some((one) => text.toLowerCase().includes(one)))
  )
}

/** A device that is given by its class alone may be named or left out. */
function toArguments(tool: string, { slots }: Sentence): Json {
  const definition = fourth.home.tools.find(({ name }) => name === tool)
  const own = Object.keys((definition as { parameters: { properties: Json } }).parameters.properties)
  const stated = [...slots].flatMap(([slot, values]): [string, unknown][] => {
    const name =
      slot === 'name' && own.includes('name')
        ? 'name'
        : slot === 'name' && own.includes('list')
          ? 'list'
          : parameters[slot]
    if (!name || !own.includes(name) || values.includes('all')) return []
    if (numbers.test(name)) return [[name, { $anyOf: values.map(Number) }]]
    return [[name, { $anyOf: values.map((value) => ({ $contains: colors[value] ?? stem(value) })) }]]
  })
  const named = new Map(stated)
  const parts = (slots.get('name') ?? []).flatMap((value) =>
    value.split(/\s+/).map((word) => ({ $contains: stem(word) })),
  )
  if (own.includes('device') && !named.has('device')) named.set('device', { $anyOf: ['', { $contains: '' }] })
  if (own.includes('room') && !named.has('room')) named.set('room', { $anyOf: ['', ...parts] })
  return Object.fromEntries(named)
}
