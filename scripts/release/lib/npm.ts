import { spawnSync } from 'node:child_process'

/** Outcome of a run of npm. */
export interface NpmOutcome {
  readonly isDone: boolean
  readonly stdout: string
  readonly stderr: string
}

/** Runs npm to its end. */
export function npm(...args: readonly string[]): NpmOutcome {
  const options = { encoding: 'utf8', shell: process.platform === 'win32' } as const
  const { status, stdout, stderr, error } = spawnSync('npm', args, options)
  if (error) throw error
  return { isDone: status === 0, stdout, stderr }
}

/** Parses what npm prints with `--json`, which for a failure is `{ error: { code, summary } }`. */
export function npmError({ stdout, stderr }: NpmOutcome): { readonly code: string; readonly summary: string } {
  const text = stdout.slice(stdout.indexOf('{'))
  try {
    const { code = '', summary = '' } = JSON.parse(text).error
    return { code, summary }
  } catch {
    return { code: '', summary: stderr.trim() || stdout.trim() }
  }
}
