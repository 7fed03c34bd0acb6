import { cancelJob, downloadResult, type Job, type JobState, resumeMusic, resumeVideo } from '@mira/jobs'
import { useEffect, useState } from 'react'
import { client } from '../../app/mira.ts'
import type { SavedJob } from './saved-jobs.ts'

/** A job as the page follows it. */
export interface FollowedJob {
  /** Undefined until the server has been heard. */
  readonly state: JobState | undefined
  readonly error: unknown
  /** The song or film, once it is there. */
  readonly result: Blob | undefined
  cancel(): void
  /** Follows it again after a failure to reach the server. */
  retry(): void
}

/** Follows a job to its end and fetches its result; what is started before a reload goes on after it. */
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
