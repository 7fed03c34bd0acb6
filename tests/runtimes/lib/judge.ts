import type { CheckResult, Runtime, Settings } from './runtime.ts'

/** Verdict on one check in one runtime. */
export interface Verdict {
  readonly check: string
  /** Text of the table cell. */
  readonly cell: string
  /** Problem description, or undefined. */
  readonly problem?: string | undefined
  /** Reason for an expected failure, if declared. */
  readonly exception?: string | undefined
}

/** Runs the checks of one runtime. A crash fails the checks without a result. */
export async function judge(runtime: Runtime, project: string, settings: Settings): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  let crash = 'it gave no result'
  try {
    for await (const result of runtime.run(project, settings)) verdicts.push(judgeResult(runtime, result))
  } catch (error) {
    crash = String(error)
  }
  const silent = settings.only.filter((check) => !verdicts.some((verdict) => verdict.check === check))
  return [...verdicts, ...silent.map((check) => ({ check, cell: 'FAILED', problem: crash }))]
}

function judgeResult({ exceptions = [] }: Runtime, { check, isPassed, ms, problem }: CheckResult): Verdict {
  const exception = exceptions.find((candidate) => candidate.check === check)
  if (!exception) return { check, cell: isPassed ? `${ms} ms` : 'FAILED', problem }
  const { reason, says } = exception
  if (isPassed) return { check, cell: 'FAILED', problem: `is stated to be impossible ("${reason}"), and works` }
  const isAsStated = says.test(problem ?? '')
  return isAsStated ? { check, cell: 'cannot', exception: reason } : { check, cell: 'FAILED', problem }
}
