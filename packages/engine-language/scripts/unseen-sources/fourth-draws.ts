import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Drawn, Sampler } from './third-sources.ts'

type Pair = readonly [text: string, note: string]

/** Intents of CLINC150 within the skills, with the number of texts of each language. */
const clincIntents: readonly (readonly [intent: string, english: number, russian: number])[] = [
  ['calculator', 7, 6],
  ['measurement_conversion', 7, 6],
  ['date', 4, 4],
  ['time', 4, 3],
  ['timezone', 3, 2],
  ['spelling', 3, 2],
  ['definition', 2, 0],
]
/** The same of NLU-Evaluation-Data. */
const nluIntents: readonly (readonly [intent: string, english: number, russian: number])[] = [
  ['qa_maths', 8, 5],
  ['datetime_query', 8, 6],
  ['datetime_convert', 4, 2],
  ['qa_definition', 3, 0],
  ['qa_currency', 2, 1],
  ['qa_factoid', 3, 0],
]
const beyond = [
  'calories',
  'weather',
  'translate',
  'exchange_rate',
  'travel_suggestion',
  'recipe',
  'fun_fact',
  'flight_status',
  'distance',
  'timer',
]
/** Kinds of generated problems, the modules they come from and the number of texts of each language. */
const mathsKinds: readonly (readonly [kind: string, module: string, english: number, russian: number])[] = [
  ['sums', 'arithmetic__', 3, 4],
  ['units', 'measurement__conversion', 2, 3],
  ['clock', 'measurement__time', 1, 2],
]

/** Draws chats within and beyond the skills. `clones` has the generated problems, one file a language. */
export function drawFourthChats(sampler: Sampler, clones: string): Drawn[] {
  const clinc = JSON.parse(sampler.read('clinc', 'data/data_full.json')) as Record<string, [string, string][]>
  const earlier = readEarlierHashes()
  const draw = (prefix: string, source: string, items: readonly Pair[], count: number) =>
    sampler.draw(
      prefix,
      source,
      items.filter((item) => !earlier.has(hashOf(item))),
      count,
    )
  const ofIntent = (intent: string) => (clinc.test ?? []).filter(([, name]) => name === intent)
  const languages = [
    ['en', 1],
    ['ru', 2],
  ] as const
  return [
    ...languages.flatMap(([language, column]) => [
      ...clincIntents.flatMap((row) => draw(`${language}-${row[0]}`, 'clinc', ofIntent(row[0]), row[column])),
      ...nluIntents.flatMap((row) => draw(`${language}-${row[0]}`, 'nlu', readNlu(sampler, row[0]), row[column])),
      ...mathsKinds.flatMap(([kind, module, ...counts]) =>
        draw(`${language}-${kind}`, 'maths', readMaths(clones, language, module), counts[column - 1] ?? 0),
      ),
    ]),
    ...beyond.flatMap((intent) => draw(`en-${intent}`, 'clinc', ofIntent(intent), 1)),
    ...draw('en-oos', 'clinc', clinc.oos_test ?? [], 7),
    ...draw('ru-oos', 'clinc', clinc.oos_test ?? [], 6),
    ...draw('ru-problem', 'mgsm', readProblems(sampler), 4),
    ...draw('ru-fact', 'rubq', readQuestions(sampler), 10),
  ]
}

/** Hash of a text with its note, as the manifests of all sets hold it. */
export function hashOf([text, note]: Pair): string {
  return createHash('sha256').update(`${text}\n${note}`).digest('hex').slice(0, 16)
}

function readEarlierHashes(): Set<string> {
  const manifest = JSON.parse(readFileSync(new URL('../../eval/unseen/third.json', import.meta.url), 'utf8')) as {
    hashes: Readonly<Record<string, string>>
  }
  return new Set(Object.values(manifest.hashes))
}

/** Every message of an intent: the test sets of ten folds together are the whole collection. */
function readNlu(sampler: Sampler, intent: string): Pair[] {
  const root = 'CrossValidation/autoGeneFromRealAnno'
  const [run = ''] = sampler.list('nlu', root)
  const texts = sampler.list('nlu', `${run}/CrossValidation`).flatMap((fold) =>
    sampler
      .list('nlu', `${fold}/testset/annotated/${intent}`)
      .filter((path) => path.endsWith('.json'))
      .flatMap((path) => {
        const file = JSON.parse(sampler.read('nlu', path)) as { test_data_annotation: readonly { text: string }[] }
        return file.test_data_annotation.map(({ text }) => text)
      }),
  )
  return [...new Set(texts)].toSorted().map((text) => [text, intent])
}

function readMaths(clones: string, language: 'en' | 'ru', module: string): Pair[] {
  const name = language === 'en' ? 'maths-english.tsv' : 'maths-russian.tsv'
  return readFileSync(`${clones}/${name}`, 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .flatMap(([from = '', question = '', answer = '']) => (from.startsWith(module) ? [[question, answer]] : []))
}

function readProblems(sampler: Sampler): Pair[] {
  return sampler
    .read('mgsm', 'mgsm/mgsm_ru.tsv')
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
}

function readQuestions(sampler: Sampler): Pair[] {
  const questions = JSON.parse(sampler.read('rubq', 'RuBQ_1.0/RuBQ_1.0_test.json')) as {
    question_text: string
    answer_text: string
  }[]
  return questions.map(({ question_text, answer_text }) => [question_text, answer_text])
}
