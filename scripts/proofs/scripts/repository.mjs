import { readCells, readFigure } from '../read-output.mjs'
import { asAim, atMost, byCount, byStatus, printed } from '../rows.mjs'

/** Operations of the endpoints documented by the vendor; a socket sends no request to report. */
const documented = [
  ...['chat.create', 'responses.create', 'models.list', 'embeddings.create', 'vision.locate', 'realtime.preflight'],
  ...['images.generate', 'images.edit', 'audio.transcribe', 'audio.speech', 'audio.voices'],
  ...['music.generate', 'music.get', 'video.generate', 'video.get', 'usage.get'],
  ...['apiKeys.list', 'apiKeys.create', 'apiKeys.revoke', 'billing.balance', 'billing.transactions'],
]

function readSteps(output) {
  const marks = [...output.matchAll(/^│ ([✓✗]) /gm)].map(([, mark]) => mark)
  const done = marks.filter((mark) => mark === '✓').length
  const figure = `${done} of ${marks.length} steps`
  return { claim: 'every step of the tour succeeds', figure, budget: 'all', isMet: done === marks.length && done > 0 }
}

function readOperations(output) {
  // The last line is of the tour itself, after those of its child processes.
  const operations = [...output.matchAll(/^Operations: (.*)$/gm)].at(-1)?.[1]?.split(', ') ?? []
  const missing = documented.filter((operation) => !operations.includes(operation))
  const suffix = missing.length > 0 ? `, not ${missing.join(' ')}` : ''
  return asAim({
    claim: 'documented endpoints called by the tour, besides the socket',
    figure: `${documented.length - missing.length} of ${documented.length}${suffix}`,
    budget: 'all',
    isMet: missing.length === 0,
  })
}

function readBareMachine(output) {
  const commands = [...output.matchAll(/^bare machine: (\w+) ended with (\S+) after (\d+) s$/gm)]
  const tests = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(output)
  return [
    ...commands.map(([, name, status, seconds]) => ({
      claim: `npm ${name === 'test' ? 'test' : 'run demo'} requires only Node 20.19 and npm`,
      figure: `exit code ${status} after ${seconds} s`,
      budget: '0',
      isMet: status === '0',
    })),
    ...(tests === null
      ? []
      : [
          {
            claim: 'npm test skips nothing on a bare machine',
            figure: tests[0],
            budget: '0 skipped',
            isMet: tests[3] === undefined,
          },
        ]),
  ]
}

/** Claims about the whole repository: its documents, its demo, its packages on every runtime and next to others. */
export const repositoryProofs = [
  byStatus('lint', 'ARCHITECTURE.md', 'imports follow the dependency order, without cycles', 'biome check', [
    'biome',
    'check',
    '.',
  ]),
  byStatus(
    'snippets',
    'CONTRIBUTING.md',
    'every snippet in a document is taken from an example',
    'scripts/snippets.mjs',
    ['node', 'scripts/snippets.mjs'],
  ),
  {
    name: 'audit',
    document: 'docs/security.md',
    check: 'scripts/audit.mjs',
    command: ['node', 'scripts/audit.mjs'],
    read(output, { status }) {
      const claim = 'no known vulnerability in published dependencies'
      if (/were not audited/.test(output)) return [{ claim, figure: 'the registry has no audit', isUntried: true }]
      return [{ claim, figure: `exit code ${status}`, budget: '0', isMet: status === 0 }]
    },
  },
  {
    name: 'bare-machine',
    document: 'README.md',
    check: 'scripts/proofs/bare-machine.mjs',
    command: ['node', 'scripts/proofs/bare-machine.mjs'],
    quickCommand: ['node', 'scripts/proofs/bare-machine.mjs', '--only=demo'],
    read: readBareMachine,
  },
  {
    name: 'tour',
    document: 'apps/demo/README.md',
    check: 'npm run demo',
    command: [
      'node',
      '--conditions=@mira/source',
      '--import=./scripts/proofs/print-operations.mjs',
      'apps/demo/src/main.ts',
      '--exit',
    ],
    read: (output) => [readSteps(output), readOperations(output)],
  },
  {
    name: 'runtimes',
    document: 'README.md',
    check: 'tests/runtimes',
    command: ['node', 'tests/runtimes/runtimes.ts'],
    quickCommand: ['node', 'tests/runtimes/runtimes.ts', '--quick'],
    read: (output) => [
      byCount(
        output,
        `the client packages run on ${readCells(output, 'runtime')
          .map(({ runtime }) => runtime)
          .join(', ')}`,
      ),
    ],
  },
  {
    name: 'next',
    document: 'packages/proxy/README.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/next.ts'],
    read: (output) => [
      byCount(output, 'a Next.js app with the packed packages streams, stops, rejects, and hides the key'),
    ],
  },
  {
    name: 'ai-sdk-next',
    document: 'packages/ai-sdk/README.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/next.ts', 'ai-sdk'],
    read: (output) => [byCount(output, 'a Next.js app with `useChat` and the packed packages streams and stops')],
  },
  {
    name: 'tutorials',
    document: 'docs/site/guide/tutorial-web.md',
    check: 'tests/e2e/scripts',
    command: ['node', '--conditions=@mira/source', 'tests/e2e/scripts/tutorials-installed.ts'],
    read: (output) => [byCount(output, 'every tutorial works in an empty folder with the packed packages')],
  },
  {
    name: 'framework-apps',
    document: 'docs/site/guide/frameworks.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/apps.ts'],
    quickCommand: ['node', 'tests/frameworks/apps.ts', 'astro', 'react-router', 'sveltekit'],
    read: (output) => [byCount(output, 'apps of meta frameworks with the packed packages stream, stop and reject')],
  },
  {
    name: 'lambda',
    document: 'docs/site/guide/serverless.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/lambda.ts'],
    read: (output) => [byCount(output, 'the handler for Lambda streams in the runtime client of AWS')],
  },
  {
    name: 'cdn',
    document: 'docs/site/guide/cdn.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/cdn.ts'],
    read: (output) => [byCount(output, 'a page loads the packages by an import map, without a build')],
  },
  {
    name: 'react-native',
    document: 'docs/site/guide/react-native.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/react-native.ts'],
    read: (output) => [
      byCount(output, 'Metro and Hermes accept the packages, which work with and without body streams'),
    ],
  },
  {
    name: 'jest',
    document: 'docs/site/guide/compatibility.md',
    check: 'tests/frameworks',
    command: ['node', 'tests/frameworks/jest.ts'],
    read: (output) => [byCount(output, 'a CommonJS test runs in Jest 30, natively and transformed')],
  },
  {
    name: 'clients',
    document: 'docs/site/guide/from-openai.md',
    check: 'tests/clients',
    command: ['node', 'tests/clients/clients.ts'],
    read: (output) => [byCount(output, 'other clients work by base URL and key alone')],
  },
  {
    name: 'other-servers',
    document: 'docs/site/guide/from-openai.md',
    check: 'tests/clients',
    command: ['node', 'tests/clients/servers.ts'],
    read: (output) => [byCount(output, 'the packages work with other servers that follow OpenAI')],
  },
  {
    name: 'generated',
    document: 'docs/protocol.md',
    check: 'tests/clients',
    command: ['node', 'tests/clients/generated.ts'],
    read: (output) => [byCount(output, 'clients that two generators make of the API description compile and work')],
  },
  {
    name: 'release',
    document: 'docs/decisions/0081-releases-are-rehearsed.md',
    check: 'scripts/release/rehearse.mjs',
    command: ['node', 'scripts/release/rehearse.mjs'],
    quickCommand: ['node', 'scripts/release/rehearse.mjs', '--managers=npm', '--only=core,server'],
    read: (output) => [
      byCount(output, 'all packages are published, installed by each package manager, and run; later releases follow'),
      printed(
        'a second core in one application costs',
        `${readFigure(output, /second core costs (\d+) B minified/)} B minified`,
      ),
    ],
  },
  {
    name: 'exports',
    document: 'README.md',
    check: 'tests/size/exports.ts',
    command: ['node', 'tests/size/exports.ts'],
    quickCommand: ['node', 'tests/size/exports.ts', '--only=jobs'],
    read: (output) => [byCount(output, 'an export of a client package brings no other, by Vite, webpack and Rspack')],
  },
  {
    name: 'peers',
    document: 'docs/peers.md',
    check: 'tests/peers',
    command: ['node', 'tests/peers/bench.ts'],
    quickCommand: ['node', 'tests/peers/bench.ts', '--quick'],
    // Gates apply to warm code; a miss in a short run does not fail.
    read: (output, { isQuick }) =>
      readCells(output, 'what').map((cells) => ({
        ...atMost(cells.what, Number(cells.mira), Number(cells.gate), cells.unit && ` ${cells.unit}`),
        isAim: isQuick,
      })),
  },
]
