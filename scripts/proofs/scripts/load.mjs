import { readCells, readFigure } from '../read-output.mjs'
import { atMost, byCount, printed } from '../rows.mjs'

const source = ['node', '--conditions=@mira/source']
const scripts = 'tests/e2e/scripts'

/** Claims verified under load, kills, connection failures and over time. */
export const loadProofs = [
  {
    name: 'emulator-suite',
    document: 'docs/site/guide/testing.md',
    check: `${scripts}/emulator-suite.ts`,
    command: [...source, `${scripts}/emulator-suite.ts`],
    quickCommand: [...source, `${scripts}/emulator-suite.ts`, '1', '60'],
    read: (output) => [
      atMost('tests of the suite that fail, on either server', Number(readFigure(output, /failed tests: (\d+)/)), 0),
      atMost(
        '200 tests in 4 processes against one server, relative to aimock',
        Number(readFigure(output, /ratio: ([\d.]+)/)),
        1.3,
      ),
      atMost('reset of one test among 200, p95 in ms', Number(readFigure(output, /p95: ([\d.]+) ms/)), 5),
    ],
  },
  {
    name: 'kill-server',
    document: 'packages/server/README.md',
    check: `${scripts}/kill-server.ts`,
    command: [...source, `${scripts}/kill-server.ts`],
    quickCommand: [...source, `${scripts}/kill-server.ts`, '5', '40'],
    read: (output) =>
      [...output.matchAll(/^(\w+): (\d+) kills[\s\S]*?problems: (\d+)/gm)].map(([, store, kills, problems]) =>
        atMost(`${store}: jobs lost, duplicated or charged twice in ${kills} kills`, Number(problems), 0),
      ),
  },
  {
    name: 'thousand-jobs',
    document: 'packages/server/README.md',
    check: `${scripts}/thousand-jobs.ts`,
    command: [...source, `${scripts}/thousand-jobs.ts`],
    quickCommand: [...source, `${scripts}/thousand-jobs.ts`, '200', '8'],
    read: (output) => [
      printed(
        'latency of a chat while 1,000 jobs are queued, relative to none',
        readFigure(output, /median .*\(x ([\d.]+)\)/),
      ),
      printed('memory of the server then', readFigure(output, /Memory of the server: (.*)/)),
    ],
  },
  {
    name: 'realtime-latency',
    document: 'packages/server/README.md',
    check: `${scripts}/realtime-latency.ts`,
    command: [...source, `${scripts}/realtime-latency.ts`],
    quickCommand: [...source, `${scripts}/realtime-latency.ts`, '5'],
    read: (output) => [
      printed('latency from a spoken question to the first audio', readFigure(output, /^(median .*)$/m)),
    ],
  },
  {
    name: 'realtime-load',
    document: 'packages/server/README.md',
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
    document: 'docs/deployment.md',
    check: `${scripts}/load.ts`,
    command: [...source, `${scripts}/load.ts`],
    quickCommand: [...source, `${scripts}/load.ts`, '--seconds=2'],
    read: (output) => {
      const lines = [...output.matchAll(/^ +(\d+) +200 +([\d.]+) +([\d.]+) +([\d.]+)/gm)]
      const broken = [...output.matchAll(/^ +\d+ +broken +(\d+)/gm)].reduce((sum, [, count]) => sum + Number(count), 0)
      const [, connections, answers, , p99] = lines.find(([, count]) => count === '64') ?? []
      return [
        printed(`small chats at ${connections} connections`, `${answers}/s, p99 ${p99} ms`),
        atMost('connections lost under load', broken, 0),
      ]
    },
  },
  {
    name: 'big-files',
    document: 'packages/core/README.md',
    check: `${scripts}/big-files.ts`,
    command: [...source, `${scripts}/big-files.ts`],
    quickCommand: [...source, `${scripts}/big-files.ts`, '50'],
    read: (output) =>
      [...output.matchAll(/^(\S.* of \d+ MiB): (\d+) breaks, same: (\w+), memory \+([\d.-]+) MiB/gm)].map(
        ([, way, breaks, isSame, grown]) => ({
          claim: `${way} is complete after ${breaks} lost connections`,
          figure: `${isSame}, memory +${grown} MiB`,
          budget: 'true, +64 MiB',
          isMet: isSame === 'true' && Number(grown) <= 64,
        }),
      ),
  },
  {
    name: 'hostile',
    document: 'docs/security.md',
    check: 'tests/hostile',
    command: ['node', 'tests/hostile/hostile.ts', '--seconds=300'],
    quickCommand: ['node', 'tests/hostile/hostile.ts', '--seconds=30'],
    read: (output) => [
      ...readCells(output, 'latency in ms').map((cells) =>
        printed(`${cells['latency in ms']}: median, p99, max`, `${cells.median}, ${cells.p99}, ${cells.max} ms`),
      ),
      printed('memory of the serving process under attack', readFigure(output, /^serving process: (.*)$/m)),
      byCount(output, `a hostile key does no harm in ${readFigure(output, /^(\d+ requests, \d+ realtime sessions)/m)}`),
    ],
  },
  {
    name: 'soak',
    document: 'docs/peers.md',
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
