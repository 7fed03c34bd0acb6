import { readCells, readCount, readFigure } from './read-output.mjs'

const source = ['node', '--conditions=@mira/source']
const scripts = 'tests/e2e/scripts'

/** A proof by test files: all of them pass. */
const byTests = (name, claim, check, files) => ({
  name,
  check,
  command: ['vitest', 'run', '--reporter=dot', ...files],
  read(output) {
    const [, passed = 0, total = 0] = (/Tests .*?(\d+) passed.*\((\d+)\)/.exec(output) ?? []).map(Number)
    return [{ claim, figure: `${passed} of ${total} tests`, budget: 'all', isMet: passed === total && total > 0 }]
  },
})

/** A proof by a script that ends with `N passed, M failed`. */
const byCount = (output, claim) => {
  const { passed, failed } = readCount(output)
  return { claim, figure: `${passed} of ${passed + failed} checks`, budget: 'all', isMet: failed === 0 }
}

const atMost = (claim, figure, budget, unit = '') => ({
  claim,
  figure: `${figure}${unit}`,
  budget: `${budget}${unit}`,
  isMet: figure <= budget,
})

/** What was aimed at first, where the budget is wider; a miss is told and fails nothing. */
const aims = { 'one job, waited for': 8, 'a realtime session': 10, install: 1 }

const aim = (claim, figure, budget, unit) =>
  budget === undefined ? [] : [{ ...atMost(`${claim}, first aim`, figure, budget, unit), isAim: true }]

/** A figure that nothing is promised of. */
const printed = (claim, figure) => ({ claim, figure: String(figure) })

/**
 * What is claimed, and how it is borne out. Each has a `name`, the `check` that holds it, a `command` (and a shorter
 * `quickCommand`), and `read`, which takes claims with figures out of
 * what the command printed.
 */
export const proofs = [
  {
    name: 'size',
    check: 'tests/size',
    command: ['node', 'tests/size/size.ts'],
    read: (output) => [
      ...readCells(output, 'program')
        .filter((cells) => cells.package === 'mira')
        .flatMap(({ program, 'gzip KiB': figure, budget }) => [
          atMost(`${program}: gzip`, Number(figure), Number(budget), ' KiB'),
          ...aim(`${program}: gzip`, Number(figure), aims[program], ' KiB'),
        ]),
      ...readCells(output, 'package')
        .filter((cells) => cells.package.startsWith('all mira'))
        .flatMap(({ MiB: figure, budget }) => [
          atMost('install of all client packages', Number(figure), Number(budget), ' MiB'),
          ...aim('install of all client packages', Number(figure), aims.install, ' MiB'),
        ]),
      byCount(output, 'sizes alike in all bundlers, types quick to check'),
    ],
  },
  {
    name: 'pack',
    check: 'tests/pack',
    command: ['node', 'tests/pack/pack.ts'],
    read: (output) => [byCount(output, 'packages work as packed; the API is as recorded; releases touch what changed')],
  },
  {
    name: 'runtimes',
    check: 'tests/runtimes',
    command: ['node', 'tests/runtimes/runtimes.ts'],
    quickCommand: ['node', 'tests/runtimes/runtimes.ts', '--quick'],
    read: (output) => [
      byCount(
        output,
        `every check in ${readCells(output, 'runtime')
          .map(({ runtime }) => runtime)
          .join(', ')}`,
      ),
    ],
  },
  {
    name: 'peers',
    check: 'tests/peers, to node:http',
    command: ['node', 'tests/peers/bench.ts'],
    quickCommand: ['node', 'tests/peers/bench.ts', '--quick'],
    // Gates are for warm code: what a short run misses fails nothing.
    read: (output, { isQuick }) =>
      readCells(output, 'what').map((cells) => ({
        ...atMost(cells.what, Number(cells.mira), Number(cells.gate)),
        isAim: isQuick,
      })),
  },
  byTests('hardening', 'the weaknesses found elsewhere in August 2026 are not here', 'tests/e2e/hardening.test.ts', [
    'tests/e2e/hardening.test.ts',
    'packages/core/src/lib/multipart.test.ts',
    'packages/core/src/lib/path.test.ts',
    'packages/core/src/lib/middleware/exchange.test.ts',
    'packages/core/src/lib/event-decoder.test.ts',
    'packages/chat/src/lib/stream-chat-completion.test.ts',
    'packages/realtime/src/lib/connect-realtime.test.ts',
    'packages/realtime/src/lib/session.test.ts',
  ]),
  byTests(
    'properties',
    'holds for generated streams, JSON, forms, frames, job states and sums',
    '*.test.ts by fast-check',
    [
      'packages/core/src/lib/event-decoder.test.ts',
      'packages/core/src/lib/multipart.test.ts',
      'packages/chat/src/lib/chunk-parser.test.ts',
      'packages/chat/src/lib/chat-accumulator.test.ts',
      'packages/realtime/src/lib/decode-event.test.ts',
      'packages/jobs/src/lib/job-state.test.ts',
      'packages/jobs/src/lib/pace.test.ts',
      'packages/account/src/lib/money.test.ts',
      'packages/proxy/src/lib/endpoints.test.ts',
      'packages/server/src/lib/services/ledger.test.ts',
      'packages/server/src/lib/wire/json-guard.test.ts',
      'packages/server/src/lib/wire/response-writer.test.ts',
    ],
  ),
  byTests('faults', 'a fault at any byte ends in the whole answer or one typed error', 'tests/e2e/faults.test.ts', [
    'tests/e2e/faults.test.ts',
  ]),
  byTests('secrets', 'no key in any error, log or inspection', 'packages/core/src/lib/secrets.test.ts', [
    'packages/core/src/lib/secrets.test.ts',
  ]),
  byTests('contract', 'packages and server agree on the wire', 'tests/contract', ['tests/contract']),
  byTests('restart', 'servers restart under load without a lost request', 'tests/e2e/deployment-restart.test.ts', [
    'tests/e2e/deployment-restart.test.ts',
  ]),
  {
    name: 'kill-server',
    check: `${scripts}/kill-server.ts`,
    command: [...source, `${scripts}/kill-server.ts`],
    quickCommand: [...source, `${scripts}/kill-server.ts`, '5', '40'],
    read: (output) =>
      [...output.matchAll(/^(\w+): (\d+) kills[\s\S]*?problems: (\d+)/gm)].map(([, store, kills, problems]) =>
        atMost(`${store}: jobs lost, doubled or charged twice in ${kills} kills`, Number(problems), 0),
      ),
  },
  {
    name: 'thousand-jobs',
    check: `${scripts}/thousand-jobs.ts`,
    command: [...source, `${scripts}/thousand-jobs.ts`],
    quickCommand: [...source, `${scripts}/thousand-jobs.ts`, '200', '8'],
    read: (output) => [
      printed('a chat while a thousand songs wait, to one without', readFigure(output, /median .*\(x ([\d.]+)\)/)),
      printed('memory meanwhile', readFigure(output, /Memory of the server: (.*)/)),
    ],
  },
  {
    name: 'realtime-latency',
    check: `${scripts}/realtime-latency.ts`,
    command: [...source, `${scripts}/realtime-latency.ts`],
    quickCommand: [...source, `${scripts}/realtime-latency.ts`, '5'],
    read: (output) => [printed('a spoken question waits for the first sound', readFigure(output, /^(median .*)$/m))],
  },
  {
    name: 'realtime-load',
    check: `${scripts}/realtime-load.ts`,
    command: [...source, `${scripts}/realtime-load.ts`],
    quickCommand: [...source, `${scripts}/realtime-load.ts`, '50', '8', '2'],
    read: (output) => [
      printed(
        readFigure(output, /^(\d+ sessions, \d+ s of sound)/m),
        `loop delay ${readFigure(output, /delay.*?(\[.*\])/)} ms`,
      ),
    ],
  },
  {
    name: 'load',
    check: `${scripts}/load.ts`,
    command: [...source, `${scripts}/load.ts`],
    quickCommand: [...source, `${scripts}/load.ts`, '--seconds=2'],
    read: (output) => {
      const lines = [...output.matchAll(/^ +(\d+) +200 +([\d.]+) +([\d.]+) +([\d.]+)/gm)]
      const broken = [...output.matchAll(/^ +\d+ +broken +(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
      const [, connections, answers, , p99] = lines.find(([, count]) => count === '64') ?? []
      return [
        printed(`small chats at ${connections} connections`, `${answers}/s, p99 ${p99} ms`),
        atMost('connections that break under load', broken, 0),
      ]
    },
  },
  {
    name: 'big-files',
    check: `${scripts}/big-files.ts`,
    command: [...source, `${scripts}/big-files.ts`],
    quickCommand: [...source, `${scripts}/big-files.ts`, '50'],
    read: (output) =>
      [...output.matchAll(/^(\S.* of \d+ MiB): (\d+) breaks, same: (\w+), memory \+([\d.-]+) MiB/gm)].map(
        ([, way, breaks, isSame, grown]) => ({
          claim: `${way} is whole after ${breaks} breaks`,
          figure: `${isSame}, memory +${grown} MiB`,
          budget: 'true, +64 MiB',
          isMet: isSame === 'true' && Number(grown) <= 64,
        }),
      ),
  },
  {
    name: 'soak',
    check: 'tests/soak',
    command: [...source, 'tests/soak/soak.ts'],
    quickCommand: [...source, 'tests/soak/soak.ts', '--minutes=3'],
    read: (output) => [
      ...readCells(output, 'what').map((cells) => ({
        claim: `${cells.what} does not grow`,
        figure: cells.growth,
        budget: cells.allowed,
        isMet: cells.verdict === 'flat',
      })),
      byCount(output, `no call fails in ${readFigure(output, /^(\d+ chats, .*)$/m)}`),
    ],
  },
]
