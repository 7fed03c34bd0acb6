import { cancelJob, downloadResult, type Job, type JobState, resumeMusic, resumeVideo } from '@mira/jobs'
import { useEffect, useState } from 'react'
import { client } from '../../app/mira.ts'
import type { SavedJob } from './saved-jobs.ts'

/** State and actions of a job followed by the page. */
export interface FollowedJob {
  /** `undefined` until the first response. */
  readonly state: JobState | undefined
  readonly error: unknown
  /** The music or video, once it is downloaded. */
  readonly result: Blob | undefined
  cancel(): void
  /** Follows the job again after a connection error. */
  retry(): void
}

/** Follows a job until it has settled and downloads its result. Resumes after a reload. */
export function useJob({ job: json }: SavedJob): FollowedJob {
  const [state, setState] = useState<JobState>()
  const [error, setError] = useState<unknown>()
  const [result, setResult] = useState<Blob>()
  const [attempt, setAttempt] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt follows it anew
  useEffect(() => {
    const left = new AbortController()
    const { signal } = left
    setError(undefined)
    follow(resume(json), { signal, onState: setState }).then(
      (blob) => !signal.aborted && setResult(blob),
      (reason: unknown) => !signal.aborted && setError(reason),
    )
    return () => left.abort()
  }, [json, attempt])

  return {
    state,
    error,
    result,
    cancel: () => void cancelJob(client, resume(json)).then(setState, setError),
    retry: () => setAttempt(attempt + 1),
  }
}

function resume(json: SavedJob['job']): Job {
  return json.kind === 'music' ? resumeMusic(client, json) : resumeVideo(client, json)
}

interface FollowOptions {
  readonly signal: AbortSignal
  readonly onState: (state: JobState) => void
}

async function follow(job: Job, { signal, onState }: FollowOptions): Promise<Blob | undefined> {
  for await (const state of job.watch({ signal })) onState(state)
  if (job.state?.status !== 'succeeded') return undefined
  return downloadResult(client, job, { signal }).blob()
}
