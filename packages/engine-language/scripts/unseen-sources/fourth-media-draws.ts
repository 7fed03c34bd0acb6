import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createRandom, drawItems } from './seeded-draw.ts'
import type { Drawn, Source } from './third-sources.ts'

type Pair = readonly [text: string, note: string]

/** Draws texts that earlier sets do not hold, of at most 160 characters. */
export interface MediaSampler {
  /** Returns a file of a clone at its commit. */
  read(source: string, path: string): string
  /** Returns the paths of all files of a clone. */
  list(source: string): string[]
  /** Draws pairs of a text and its companion. */
  draw(prefix: string, source: string, items: readonly Pair[], count: number): Drawn[]
}

/** Sources, seed, and the texts (or hashes of texts with their companions) that must not be drawn. */
export interface MediaDraw {
  readonly clones: string
  readonly sources: Readonly<Record<string, Source>>
  readonly seed: number
  readonly known: ReadonlySet<string>
}

/** Creates a sampler whose draws depend on the seed and on the order of the calls. */
export function createMediaSampler({ clones, sources, seed, known }: MediaDraw): MediaSampler {
  const random = createRandom(seed)
  const taken = new Set<string>()
  const git = (source: string, ...rest: string[]): string =>
    execFileSync('git', ['-C', `${clones}/${sources[source]?.clone}`, ...rest], { maxBuffer: 1 << 28 }).toString('utf8')
  const isNew = ([text, note]: Pair) =>
    text.length <= 160 && ![text, hashOf({ text, note })].some((one) => known.has(one) || taken.has(one))
  return {
    read: (source, path) => git(source, 'show', `${sources[source]?.commit}:${path}`),
    list: (source) =>
      git(source, 'ls-tree', '-r', '--name-only', sources[source]?.commit ?? '')
        .trim()
        .split('\n'),
    draw(prefix, source, items, count) {
      const fitting = [...new Map(items.map(([text, note]) => [text.trim(), note.trim()]))].filter(isNew)
      const drawn = drawItems(random, fitting, count)
      for (const [text] of drawn) taken.add(text)
      return drawn.map(([text, note], index) => ({ id: `${prefix}-${index + 1}`, source, text, note }))
    },
  }
}

/** Returns the first 16 hexadecimal digits of the SHA-256 of a text with its companion. */
export function hashOf({ text, note }: Pick<Drawn, 'text' | 'note'>): string {
  return createHash('sha256').update(`${text}\n${note}`).digest('hex').slice(0, 16)
}

/** English prompts of pictures, by source. */
export interface ImagePrompts {
  readonly objects: readonly Pair[]
  readonly parti: readonly Pair[]
  readonly compositions: readonly Pair[]
}

/** Returns the English prompts of pictures that sets are drawn from. */
export function listImagePrompts(sampler: MediaSampler): ImagePrompts {
  const objects = lines(sampler.read('geneval', 'prompts/evaluation_metadata.jsonl')).map((line): Pair => {
    const { prompt, tag } = JSON.parse(line) as { prompt: string; tag: string }
    return [prompt, tag]
  })
  const parti = lines(sampler.read('parti', 'PartiPrompts.tsv'))
    .slice(1)
    .map((line) => line.split('\t'))
    .filter(([text = '', category]) => text.split(' ').length <= 12 && category !== 'Abstract')
    .map(([text = '', category = '']): Pair => [text, category])
  const compositions = ['color', 'numeracy', 'spatial', 'texture'].flatMap((kind) =>
    lines(sampler.read('compbench', `examples/dataset/${kind}_val.txt`)).map((line): Pair => [line, kind]),
  )
  return { objects, parti, compositions }
}

/** Draws prompts of pictures: English ones, native Russian ones, and English ones to translate into Russian. */
export function drawMediaPrompts(sampler: MediaSampler): Drawn[] {
  const { objects, parti, compositions } = listImagePrompts(sampler)
  return [
    ...sampler.draw('en-objects', 'geneval', objects, 12),
    ...sampler.draw('en-parti', 'parti', parti, 22),
    ...sampler.draw('en-composition', 'compbench', compositions, 10),
    ...sampler.draw('ru-native', 'rudalle', listNativePrompts(sampler, ['rudalle', 'kandinsky']), 18),
    ...sampler.draw('ru-objects', 'geneval', objects, 8),
    ...sampler.draw('ru-parti', 'parti', parti, 10),
    ...sampler.draw('ru-composition', 'compbench', compositions, 8),
  ]
}

/** Returns the quoted Russian texts in the notebooks, documents and tests of Russian models of pictures. */
export function listNativePrompts(sampler: MediaSampler, sources: readonly string[]): Pair[] {
  return sources.flatMap((source) =>
    sampler
      .list(source)
      .filter((path) => /\.(?:ipynb|md)$|test_dalle\.py$/.test(path))
      .flatMap((path) => [...sampler.read(source, path).matchAll(/["'`]([^"'`\n]*[а-яё]{3}[^"'`\n]*)["'`]/gi)])
      .map(([, text = '']): Pair => [text, source])
      .filter(([text]) => /^[А-Яа-яё][А-Яа-яё ,-]+$/.test(text)),
  )
}

/** Draws texts with their spoken form, and sentences that hold a number, of both languages. */
export function drawMediaSpeech(sampler: MediaSampler): Drawn[] {
  const drawKinds = (language: string, source: string, counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).flatMap(([kind, count]) =>
      sampler.draw(`${language}-${kind}`, source, pairsOf(sampler, source, kind), count),
    )
  return [
    ...drawKinds('en', 'wetext', { date: 8, time: 6, money: 6, measure: 6, ordinal: 2, decimal: 2, telephone: 2 }),
    ...drawKinds('en', 'tests', { tests: 14 }),
    ...sampler.draw('en-sentence', 'xquad', sentencesWithNumbers(sampler, 'en'), 10),
    ...drawKinds('ru', 'nemo', { date: 3, time: 5, money: 5, measure: 7, decimal: 5, cardinal: 4, ordinal: 4 }),
    ...sampler.draw('ru-sentence', 'xquad', sentencesWithNumbers(sampler, 'ru'), 12),
  ]
}

function pairsOf(sampler: MediaSampler, source: string, kind: string): Pair[] {
  if (source === 'tests') return pairsOfTests(sampler)
  const path =
    source === 'nemo'
      ? `tests/nemo_text_processing/ru/data_text_normalization/test_cases_${kind}.txt`
      : `itn/english/test/data/en_${kind}.txt`
  // Both hold the spoken form first.
  return lines(sampler.read(source, path)).flatMap((line): Pair[] => {
    const [note = '', text = ''] = line.split(source === 'nemo' ? '~' : ' => ')
    return /\d/.test(text) ? [[text, note]] : []
  })
}

/** Returns the pairs of the tests of three speech synthesizers, without addresses of the web. */
function pairsOfTests(sampler: MediaSampler): Pair[] {
  const files = [
    ['kokoro', 'api/tests/test_normalizer.py'],
    ['coqui', 'tests/text_tests/test_text_cleaners.py'],
    ['tacotron', 'tests/numbers_test.py'],
  ] as const
  const pattern = /assert \w+\(\s*(["'])([^"\n]+?)\1[^"'\n]*?\)?[^"']{0,60}?== (["'])([^"\n]+?)\3/g
  return files
    .flatMap(([source, path]) => [...sampler.read(source, path).matchAll(pattern)])
    .map(([, , text = '', , note = '']): Pair => [text, note])
    .filter(([text]) => /\d/.test(text) && !/:\/\/|www|localhost|@|\.com|\.org/.test(text))
}

function sentencesWithNumbers(sampler: MediaSampler, language: string): Pair[] {
  const { data } = JSON.parse(sampler.read('xquad', `xquad.${language}.json`)) as {
    data: { paragraphs: { context: string }[] }[]
  }
  return data
    .flatMap(({ paragraphs }) => paragraphs.flatMap(({ context }) => context.split(/(?<=[.!?]) (?=\p{Lu})/u)))
    .filter((sentence) => /\d/.test(sentence) && sentence.length <= 110)
    .map((sentence): Pair => [sentence, ''])
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '')
}
