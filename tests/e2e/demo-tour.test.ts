import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn as openTerminal } from '@lydell/node-pty'
import { afterAll, beforeAll, expect, it } from 'vitest'

const program = join(import.meta.dirname, '../../apps/demo/src/main.ts')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-tour-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Terminal {
  readonly columns: number
  /** Text to type, each when the terminal has shown something. */
  readonly dialogue?: readonly (readonly [shown: RegExp, typed: string])[]
}

/** Runs the tour on a terminal. Returns its exit code, and the lines that were shown, also those that were replaced. */
async function tour(args: readonly string[], { columns, dialogue = [] }: Terminal) {
  const { PATH = '', NODE_COMPILE_CACHE } = process.env
  const env = { PATH, HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8', ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }) }
  const options = { cols: columns, rows: 40, cwd: folder, env }
  const child = openTerminal(process.execPath, ['--conditions=@mira/source', program, ...args], options)
  const typist = [...dialogue]
  let text = ''
  let seen = 0
  child.onData((data) => {
    text += data
    const found = typist[0]?.[0].exec(text.slice(seen))
    if (!found) return
    seen += found.index + found[0].length
    child.write(typist.shift()![1])
  })
  const exitCode = await new Promise<number>((resolve) => child.onExit((exit) => resolve(exit.exitCode)))
  expect(typist, text).toEqual([])
  // A line that is drawn again begins with a move of the cursor to the left.
  const lines = text
    .replaceAll('\u001b', '␛')
    .replace(/␛\[\d*[DGJK]/g, '\n')
    .replace(/␛\[[\d;?]*[a-zA-Z]/g, '')
  return { exitCode, text, lines: lines.split(/[\r\n]+/) }
}

/** Bounds a hang only: the tour loads engines, on machines that run other tests as well. */
const timeoutMs = 300_000

const widest = (lines: readonly string[]): string =>
  lines.reduce((widestLine, line) => (line.length > widestLine.length ? line : widestLine), '')

it.each([
  {
    columns: 80,
    steps: 'models,conversation,search,account',
    shown: [/Embedding 30 articles/, /Using up the free plan: request \d+ of 20/],
  },
  { columns: 100, steps: 'models,structured,responses', shown: [/Answering/] },
])(
  'the tour fits $columns columns, and shows what takes time',
  async ({ columns, steps, shown }) => {
    const { exitCode, lines } = await tour(['--exit', '--only', steps], { columns })
    expect(widest(lines).length, widest(lines)).toBeLessThanOrEqual(columns)
    expect(lines).toContain('All steps succeeded.')
    // A line is drawn every 80 ms, so that a fast machine shows some of the requests only.
    for (const label of shown) expect(lines).toContainEqual(expect.stringMatching(label))
    expect(exitCode).toBe(0)
  },
  timeoutMs,
)

it(
  'asks which steps to run, until the user leaves',
  async () => {
    const prompt = /What would you like to see\?.*Quit/s
    const [up, down, enter] = ['\u001b[A', '\u001b[B', '\r']
    const { exitCode, text, lines } = await tour([], {
      columns: 80,
      dialogue: [
        [prompt, down + enter],
        [prompt, up + enter],
      ],
    })
    expect(text).toMatch(/Playground: .*http:\/\/127\.0\.0\.1:\d+/)
    expect(lines.filter((line) => line.includes('mira-embed'))).toHaveLength(1)
    expect(widest(lines).length, widest(lines)).toBeLessThanOrEqual(80)
    expect(exitCode).toBe(0)
  },
  timeoutMs,
)
