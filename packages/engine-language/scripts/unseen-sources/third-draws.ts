import type { Drawn, Sampler } from './third-sources.ts'

type Pair = readonly [text: string, note: string]

const everyday: Readonly<Record<string, number>> = {
  calculator: 8,
  measurement_conversion: 7,
  date: 4,
  time: 2,
  timezone: 2,
  definition: 4,
  spelling: 2,
  greeting: 1,
  thank_you: 1,
  are_you_a_bot: 1,
  what_is_your_name: 1,
}
const everydayRussian: Readonly<Record<string, number>> = {
  calculator: 8,
  measurement_conversion: 7,
  date: 4,
  time: 2,
  greeting: 1,
  thank_you: 1,
  are_you_a_bot: 1,
  what_is_your_name: 1,
}
const beyond = [
  'calories',
  'weather',
  'translate',
  'exchange_rate',
  'ingredient_substitution',
  'travel_suggestion',
  'restaurant_suggestion',
  'traffic',
  'recipe',
  'fun_fact',
  'flight_status',
]

/** Draws chats: English from the intents of CLINC150, Russian as the originals to translate, problems and questions in Russian. */
export function drawChats(sampler: Sampler): Drawn[] {
  const data = JSON.parse(sampler.read('clinc', 'data/data_full.json')) as Record<string, [string, string][]>
  const ofIntent = (intent: string) => (data.test ?? []).filter(([, name]) => name === intent)
  const drawIntents = (prefix: string, intents: Readonly<Record<string, number>>) =>
    Object.entries(intents).flatMap(([intent, count]) =>
      sampler.draw(`${prefix}-${intent}`, 'clinc', ofIntent(intent), count),
    )
  const problems = sampler
    .read('mgsm', 'mgsm/mgsm_ru.tsv')
    .split('\n')
    .map((line) => line.split('\t') as [string, string])
  const questions = JSON.parse(sampler.read('rubq', 'RuBQ_1.0/RuBQ_1.0_test.json')) as {
    question_text: string
    answer_text: string
  }[]
  return [
    ...drawIntents('en', everyday),
    ...drawIntents('en', Object.fromEntries(beyond.map((intent) => [intent, 1]))),
    ...sampler.draw('en-oos', 'clinc', data.oos_test ?? [], 13),
    ...drawIntents('ru', everydayRussian),
    ...sampler.draw('ru-oos', 'clinc', data.oos_test ?? [], 8),
    ...sampler.draw('ru-problem', 'mgsm', problems, 4),
    ...sampler.draw(
      'ru-fact',
      'rubq',
      questions.map(({ question_text, answer_text }) => [question_text, answer_text]),
      12,
    ),
  ]
}

/** Draws messages to tools in Russian: sentences for a home, and English ones to translate. */
export function drawTools(sampler: Sampler): Drawn[] {
  const sentences = atMostTwoPerIntent(readSentences(sampler, 'tests/ru'))
  const data = JSON.parse(sampler.read('clinc', 'data/data_full.json')) as Record<string, [string, string][]>
  const requests = [
    'timer',
    'alarm',
    'transfer',
    'reminder',
    'book_hotel',
    'restaurant_reservation',
    'shopping_list_update',
  ]
  const reports = sampler
    .read('banking77', 'banking_data/test.csv')
    .split('\n')
    .flatMap((line): Pair[] => {
      const [, text = '', label = ''] = /^"?(.+?)"?,(\w+)\r?$/.exec(line) ?? []
      return /^(?:declined|pending|failed|reverted|transfer_timing|card_swallowed|lost)/.test(label)
        ? [[text, label]]
        : []
    })
  return [
    ...requests.flatMap((intent) =>
      sampler.draw(
        `ru-${intent}`,
        'clinc',
        (data.test ?? []).filter(([, name]) => name === intent),
        2,
      ),
    ),
    ...sampler.draw('ru-home', 'ha', sentences, 18),
    ...sampler.draw('ru-bank', 'banking77', reports, 5),
    ...sampler.draw(
      'ru-thanks',
      'clinc',
      (data.test ?? []).filter(([, name]) => name === 'thank_you'),
      2,
    ),
    ...sampler.draw(
      'ru-no',
      'clinc',
      (data.test ?? []).filter(([, name]) => name === 'no' || name === 'maybe'),
      2,
    ),
  ]
}

function atMostTwoPerIntent(sentences: readonly Pair[]): Pair[] {
  const taken = new Map<string, number>()
  return sentences.filter(([, note]) => {
    const [intent = ''] = note.split(' ')
    taken.set(intent, (taken.get(intent) ?? 0) + 1)
    return (taken.get(intent) ?? 0) <= 2
  })
}

/** Returns one sentence of each block of tests, with the intent. */
export function readSentences(sampler: Sampler, directory: string): Pair[] {
  return sampler
    .list('ha', directory)
    .filter((path) => !path.endsWith('_fixtures.yaml'))
    .flatMap((path) =>
      sampler
        .read('ha', path)
        .split(/^ {2}- sentences:/m)
        .slice(1)
        .map((block): Pair => {
          const [, sentence = ''] = /^\s+- ["']?(.+?)["']?\s*$/m.exec(block) ?? []
          const [, intent = ''] = /name:\s*(\w+)/.exec(block) ?? []
          return [
            sentence,
            `${intent} ${/slots:([\s\S]*?)(?:\n {4}\w|$)/.exec(block)?.[1]?.replaceAll(/\s+/g, ' ') ?? ''}`,
          ]
        }),
    )
}

/** Draws prompts of pictures, English ones and others to translate. */
export function drawPrompts(sampler: Sampler): Drawn[] {
  const objects = sampler
    .read('geneval', 'prompts/evaluation_metadata.jsonl')
    .trim()
    .split('\n')
    .map((line): Pair => [(JSON.parse(line) as { prompt: string }).prompt, (JSON.parse(line) as { tag: string }).tag])
  const prompts = sampler
    .read('parti', 'PartiPrompts.tsv')
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
    .filter(([text = '']) => text.split(' ').length <= 12)
    .map(([text = '', category = '']): Pair => [text, category])
    .filter(([, category]) => category !== 'Abstract')
  return [
    ...sampler.draw('en-objects', 'geneval', objects, 18),
    ...sampler.draw('en-parti', 'parti', prompts, 22),
    ...sampler.draw('ru-objects', 'geneval', objects, 10),
    ...sampler.draw('ru-parti', 'parti', prompts, 10),
  ]
}

/** Draws instructions of edits. */
export function drawEdits(sampler: Sampler): Drawn[] {
  const counts = {
    BGReplacement: 5,
    ColorAlteration: 5,
    Counting: 5,
    DirectionPerception: 4,
    ObjectRemoval: 3,
    Replacement: 3,
    StyleAlteration: 5,
    Lowlight: 1,
    NoiseRemoval: 1,
  }
  return Object.entries(counts).flatMap(([kind, count]) => {
    const file = JSON.parse(sampler.read('i2ebench', `EditData/${kind}/${kind}.json`)) as Record<
      string,
      { ori_exp: string }
    >
    return sampler.draw(
      `en-${kind}`,
      'i2ebench',
      Object.values(file).map(({ ori_exp }) => [ori_exp, kind]),
      count,
    )
  })
}

/** Draws sentences to moderate: harmless ones of everyday life, and harmful ones by the labels of their sources. */
export function drawModeration(sampler: Sampler): Drawn[] {
  const data = JSON.parse(sampler.read('clinc', 'data/data_full.json')) as Record<string, [string, string][]>
  const contrast = sampler
    .read('xstest', 'xstest_prompts.csv')
    .split('\n')
    .flatMap((line): Pair[] => {
      const [, text = '', label = ''] = /^\d+,("(?:[^"]|"")*"|[^,]*),\w+,(safe|unsafe),/.exec(line) ?? []
      return label === 'safe' ? [[text.replace(/^"|"$/g, '').replaceAll('""', '"'), label]] : []
    })
  const samples = sampler
    .readCompressed('openai', 'data/samples-1680.jsonl.gz')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string | number>)
    .filter((sample) => !sample.S3)
  const labeled = (label: string) =>
    samples.filter((sample) => sample[label] === 1).map((sample): Pair => [String(sample.prompt), label])
  const questions = JSON.parse(sampler.read('rubq', 'RuBQ_1.0/RuBQ_1.0_test.json')) as { question_text: string }[]
  const harmful = [
    'Crimes_And_Illegal_Activitie',
    'Physical_Harm',
    'Insult',
    'Unfairness_And_Discrimination',
    'Unsafe_Instruction_Topic',
  ]
  return [
    ...sampler.draw('en-harmless-home', 'ha', readSentences(sampler, 'tests/en'), 10),
    ...sampler.draw('en-harmless-everyday', 'clinc', data.test ?? [], 12),
    ...sampler.draw('en-harmless-contrast', 'xstest', contrast, 10),
    ...['S', 'H', 'V', 'HR', 'SH', 'H2', 'V2'].flatMap((label) =>
      sampler.draw(`en-harmful-${label}`, 'openai', labeled(label), label.length === 1 ? 5 : 4),
    ),
    ...sampler.draw('ru-harmless-home', 'ha', readSentences(sampler, 'tests/ru'), 20),
    ...sampler.draw(
      'ru-harmless-questions',
      'rubq',
      questions.map(({ question_text }): Pair => [question_text, '']),
      12,
    ),
    ...harmful.flatMap((name) =>
      sampler.draw(
        `ru-harmful-${name}`,
        'xsafety',
        sampler
          .read('xsafety', `ru/${name}.csv`)
          .split('\n')
          .map(
            (line): Pair => [
              line
                .trim()
                .replace(/^\ufeff?"?|"$/g, '')
                .replaceAll('""', '"'),
              name,
            ],
          ),
        6,
      ),
    ),
  ]
}

/** Draws questions with the passages that answer them, of passages that no other set holds. */
export function drawRetrieval(sampler: Sampler): Drawn[] {
  return ['en', 'ru'].flatMap((language) => {
    const { data } = JSON.parse(sampler.read('xquad', `xquad.${language}.json`)) as {
      data: { paragraphs: { context: string; qas: { question: string }[] }[] }[]
    }
    const paragraphs = data.flatMap((article) => article.paragraphs)
    const drawn = sampler.drawPassages(
      paragraphs.map(({ context }) => context),
      30,
    )
    return drawn.map((context, index) => {
      const [question] = sampler.draw(
        '',
        'xquad',
        (paragraphs.find((one) => one.context === context)?.qas ?? []).map(({ question }): Pair => [question, '']),
        1,
      )
      return { id: `${language}-passage-${index + 1}`, source: 'xquad', text: question?.text ?? '', note: context }
    })
  })
}

/** Draws texts with their spoken form. */
export function drawSpeech(sampler: Sampler): Drawn[] {
  const counts = { date: 10, time: 8, money: 6, measure: 8, decimal: 2, ordinal: 2, fraction: 2, whitelist: 4 }
  return Object.entries(counts).flatMap(([kind, count]) =>
    sampler.draw(
      `en-${kind}`,
      'wetext',
      sampler
        .read('wetext', `tn/english/test/data/${kind}.txt`)
        .split('\n')
        .filter((line) => line.includes(' => '))
        .map((line) => line.split(' => ') as [string, string]),
      count,
    ),
  )
}
