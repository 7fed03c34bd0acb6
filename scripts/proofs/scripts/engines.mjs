import { readFigure } from '../read-output.mjs'
import { asAim, atLeast, atMost, printed } from '../rows.mjs'

/** Package of each evaluation. */
const packages = {
  chat: 'engine-language',
  moderation: 'engine-language',
  vision: 'engine-vision',
  voice: 'engine-audio',
  music: 'engine-audio',
  video: 'engine-video',
}

const evaluation = (name, read) => {
  const script = `packages/${packages[name]}/scripts/eval-${name}.ts`
  return {
    name: `eval-${name}`,
    document: `packages/${packages[name]}/README.md`,
    check: script,
    command: ['node', '--conditions=@mira/source', script],
    read,
  }
}

/** Creates an evaluation that takes minutes and is skipped in short runs. */
const longEvaluation = (name, read) => ({ ...evaluation(name, read), isLong: true })

const numberIn = (output, pattern) => Number(readFigure(output, pattern))

/** Percentage of messages answered correctly in each set, according to the README. */
const chatAccuracy = { messages: 96.7, 'held-out': 100, fresh: 96.7 }

/** Flagged harmful and flagged harmless texts in each set, according to the README. */
const flagged = { 'held-out': [121, 5], fresh: [48, 6], disguised: [14, 0] }

const harmlessSets = ['ordinary prompts', 'chat messages']

/** Maximum word error rate in percent, by the start of the label. */
const wordErrorRates = { 'people: audiobook': 26.8, 'people: all': 30.5, 'spoken by': 8.1 }

/** Seconds per image at each quality, according to the README. */
const secondsPerImage = { low: 0.25, medium: 0.4, high: 0.8 }

/** Claims of the engines' READMEs, verified by the engines' own evaluations. */
export const engineProofs = [
  {
    name: 'real-models',
    document: 'docs/site/guide/real-models.md',
    check: 'scripts/proofs/real-models.mjs',
    command: ['node', 'scripts/proofs/real-models.mjs'],
    read: readRealModels,
  },
  {
    name: 'onnx-models',
    document: 'docs/site/guide/real-models.md',
    check: 'scripts/proofs/onnx-models.mjs',
    command: ['node', '--conditions=@mira/source', 'scripts/proofs/onnx-models.mjs'],
    read: readOnnxModels,
    isLong: true,
  },
  {
    name: 'real-speech',
    document: 'docs/site/guide/real-models.md',
    check: 'scripts/proofs/real-models-speech.mjs',
    command: ['node', '--conditions=@mira/source', 'scripts/proofs/real-models-speech.mjs'],
    isLong: true,
    read: readRealSpeech,
  },
  {
    name: 'engine-times',
    document: 'packages/engine-vision/README.md',
    check: 'scripts/proofs/measure-engines.mjs',
    command: ['node', 'scripts/proofs/measure-engines.mjs'],
    read: (output) => [
      asAim(atMost('importing @mira/engines', numberIn(output, /^import: (\d+) ms/m), 500, ' ms')),
      ...Object.entries(secondsPerImage).map(([quality, seconds]) => {
        const figure = numberIn(output, new RegExp(`^image, ${quality}: ([\\d.]+) s`, 'm'))
        return asAim(atMost(`an image of 1024 x 1024, ${quality}`, figure, seconds, ' s'))
      }),
    ],
  },
  {
    name: 'worker-hosts',
    document: 'docs/decisions/0027-optional-engines.md',
    check: 'scripts/proofs/measure-worker-hosts.mjs',
    command: ['node', 'scripts/proofs/measure-worker-hosts.mjs'],
    read: (output) => [
      atMost(
        'memory of an idle server and its processes',
        numberIn(output, /after the last call.*?\| +(\d+) \(/),
        250,
        ' MiB',
      ),
      ...[...output.matchAll(/^\| (\w+) +\| +(\d{3}) .*?\| +([\d.]+) \| +(\d+) \| +(\d+) \| +(\d{3}) \|$/gm)].flatMap(
        ([, engine, status, , p99, , next]) => [
          atLeast(`${engine}: inputs beyond the deadline fail with 504`, Number(status === '504'), 1),
          atMost(`${engine}: /health meanwhile, p99`, Number(p99), 100, ' ms'),
          atLeast(`${engine}: the next call of another user succeeds`, Number(next === '200'), 1),
        ],
      ),
    ],
  },
  {
    name: 'install-server',
    document: 'packages/engines/README.md',
    check: 'scripts/proofs/install-server.mjs',
    command: ['node', 'scripts/proofs/install-server.mjs'],
    read: (output) => [
      atMost('packages of the server without engines', numberIn(output, /^server alone: (\d+) packages/m), 55),
      atMost('size of the server without engines', numberIn(output, /^server alone: .* ([\d.]+) MiB/m), 25, ' MiB'),
      atMost('size of all engines', numberIn(output, /^all engines: .* ([\d.]+) MiB/m), 300, ' MiB'),
      asAim(atMost('first answer of a custom engine', numberIn(output, /own engine: (\d+) ms/), 500, ' ms')),
      atMost('memory at that answer', numberIn(output, /, (\d+) MiB resident/), 120, ' MiB'),
      atLeast(
        'package managers that find the installed engine and report the missing one',
        output.match(/\| +200 \| +true \| +501 \| +true \|/g)?.length ?? 0,
        3,
      ),
    ],
  },
  evaluation('chat', (output) =>
    Object.entries(chatAccuracy).map(([file, share]) =>
      atLeast(
        `mira-local answers correctly of ${file}`,
        numberIn(output, new RegExp(`'${file}'[^\\n]*'all'[^\\n]*'([\\d.]+) %'`)),
        share,
        ' %',
      ),
    ),
  ),
  evaluation('moderation', (output) => [
    ...Object.entries(flagged).flatMap(([name, [harmful, harmless]]) => [
      atLeast(`harmful texts flagged of ${name}`, numberIn(output, new RegExp(`^${name}: (\\d+) of`, 'm')), harmful),
      atMost(
        `harmless texts flagged of ${name}`,
        numberIn(output, new RegExp(`^${name}, harmless texts: (\\d+) of`, 'm')),
        harmless,
      ),
    ]),
    ...harmlessSets.map((name) =>
      atMost(`flagged of ${name}`, numberIn(output, new RegExp(`^${name}: (\\d+) of`, 'm')), 0),
    ),
  ]),
  evaluation('vision', (output) => [
    atLeast('phrases found in photographs, of 38', numberIn(output, /^(\d+) of \d+ phrases found/m), 25),
    atMost('false positives for absent objects, of 28', numberIn(output, /found \(.*, (\d+) of \d+ absent/), 0),
  ]),
  longEvaluation('voice', (output) =>
    [...output.matchAll(/^(.*): ([\d.]+) % of \d+ words wrong/gm)].flatMap(([, what, share]) => {
      const [, budget] = Object.entries(wordErrorRates).find(([beginning]) => what.startsWith(beginning)) ?? []
      return budget === undefined ? [] : [atMost(`word error rate, ${what}`, Number(share), budget, ' %')]
    }),
  ),
  evaluation('music', (output) => {
    const songs = [...output.matchAll(/ (-?\d+\.\d) +\S+ +\d+ Hz +([\d.]+) s +([\d.]+)$/gm)]
    const works = songs.map(([, , , work]) => 60 * Number(work))
    const distances = songs.map(([, loudness]) => Math.abs(Number(loudness) + 16))
    return [
      atMost(
        `loudness of ${songs.length} genres, from −16 LUFS`,
        Number(Math.max(...distances).toFixed(1)),
        0.5,
        ' LU',
      ),
      asAim(atMost('a minute of music takes', Number(Math.max(...works).toFixed(1)), 5, ' s')),
    ]
  }),
  longEvaluation('video', (output) => {
    const processor = [...output.matchAll(/^prompt-\d+ \|.*?cpu ([\d.]+)/gm)].map(([, seconds]) => Number(seconds))
    return [printed('CPU time per second of video at 720p', `${Math.min(...processor)} to ${Math.max(...processor)} s`)]
  }),
]

/** Requires that a real model keeps every schema and forced call; what it knows is printed. */
/** Maximum word error rate in percent of a real recognizer: of two voices, and of people. */
const realWordErrors = [5, 5, 6]

function readRealSpeech(output) {
  const absent = /^real speech models: not tried, because (.+)$/m.exec(output)
  if (absent !== null) return [{ claim: 'words understood by a real recognizer', figure: absent[1], isUntried: true }]
  const [, ...rates] =
    /^\| transcription: Whisper base +\| +([\d.]+) % \| +([\d.]+) % \| +([\d.]+) % /m.exec(output) ?? []
  return [
    ...['Flite', 'Piper', 'people'].map((name, index) =>
      atMost(`words of ${name} misheard by a real recognizer`, Number(rates[index]), realWordErrors[index], ' %'),
    ),
    printed('first sound of a voice conversation by real models', readFigure(output, /^first sound: (\d+ ms)$/m)),
  ]
}

function readOnnxModels(output) {
  const checks = [...output.matchAll(/^(met|MISSED): (.+)$/gm)].map(([, verdict, claim]) => ({
    claim: `ONNX models: ${claim}`,
    figure: verdict,
    isMet: verdict === 'met',
  }))
  const found = [...output.matchAll(/^\| (all-MiniLM|multilingual-e5).+?\| +(\d+) \| +(\d+) \|/gm)]
  return [
    ...checks,
    ...found.map(([, name, english, russian]) =>
      printed(`passages found by ${name}`, `English ${english}, Russian ${russian}`),
    ),
  ]
}

function readRealModels(output) {
  const absent = /^real models: not tried, because (.+)$/m.exec(output)
  if (absent !== null) return [{ claim: 'a real model keeps every schema', figure: absent[1], isUntried: true }]
  const [, questions, kept, of] = /^\| SmolLM2.+?\| +(\d+ of \d+) \|.+?\|.+?\| +(\d+) of (\d+) \|/m.exec(output) ?? []
  return [
    atLeast('schemas and forced calls kept by a real model', Number(kept), Number(of), ` of ${of}`),
    printed('questions answered by a real model', questions),
  ]
}
