import type { JobJson } from '@mira/jobs'
import { useCallback, useState } from 'react'

/** A job started from this page, persisted across reloads. */
export interface SavedJob {
  readonly job: JobJson
  readonly prompt: string
}

const storageKey = 'mira-jobs'

/** Manages the jobs saved in this browser, newest first. */
export function useSavedJobs(): {
  readonly saved: readonly SavedJob[]
  readonly add: (job: SavedJob) => void
  readonly remove: (id: string) => void
} {
  const [saved, setSaved] = useState(read)
  const change = useCallback((next: (before: readonly SavedJob[]) => readonly SavedJob[]) => {
    // Read again: another tab may have started jobs in the meantime.
    const jobs = next(read())
    localStorage.setItem(storageKey, JSON.stringify(jobs))
    setSaved(jobs)
  }, [])
  return {
    saved,
    add: useCallback((job) => change((before) => [job, ...before]), [change]),
    remove: useCallback((id) => change((before) => before.filter(({ job }) => job.id !== id)), [change]),
  }
}

function read(): readonly SavedJob[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(saved) ? saved : []
  } catch {
    return []
  }
}
