import { readFileSync } from 'node:fs'

/**
 * One step of a tutorial page: a marked code block, or an action in the browser.
 *
 *   <!-- file: app.mjs -->           the block below is that file
 *   <!-- run -->                     its lines are commands, each of which succeeds
 *   <!-- start -->                   its line is a command that keeps running, and has printed a line
 *   <!-- prints -->                  the last command printed these lines, where `…` stands for any text
 *   <!-- server -->, <!-- install --> done already: a server runs, and packages are those of this repository
 *   <!-- open / -->, <!-- press Ask -->, <!-- fill Label | text -->, <!-- see 30 -->   in the browser
 */
export interface WalkStep {
  readonly action: 'file' | 'run' | 'start' | 'prints' | 'server' | 'install' | 'open' | 'press' | 'fill' | 'see'
  /** What follows the action in the mark, such as the name of the file. */
  readonly argument: string
  /** Lines of the code block. */
  readonly code: string
}

const mark =
  /<!-- (file|run|start|prints|server|install|open|press|fill|see)(?::? ([^\n]*?))? -->(?:\n```\w*\n([\s\S]*?)```)?/g

/**
 * Reads the steps of a tutorial page.
 *
 * @throws {Error} when a code block has no mark, which would leave open whether to run or to save it.
 */
export function readWalk(path: string): WalkStep[] {
  const text = readFileSync(path, 'utf8')
  const steps = [...text.matchAll(mark)].map(([, action, argument = '', code = '']) => ({
    action: action as WalkStep['action'],
    argument,
    code,
  }))
  const blocks = (text.match(/^```/gm)?.length ?? 0) / 2
  if (steps.filter(({ code }) => code !== '').length !== blocks) {
    throw new Error(`${path} has a code block without a mark`)
  }
  return steps
}

/** Returns the expected lines that are missing from an output, or in another order. `…` stands for any text. */
export function findMissingLines(output: string, expected: string): string[] {
  const lines = output.split('\n').map((line) => line.trimEnd())
  let from = 0
  return expected
    .trimEnd()
    .split('\n')
    .filter((wanted) => {
      const found = lines.findIndex((line, index) => index >= from && matches(line, wanted))
      if (found !== -1) from = found + 1
      return found === -1
    })
}

function matches(line: string, wanted: string): boolean {
  const parts = wanted.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(line)
}
