import { createJobStore, type JobKinds, type JobStore, type JobStoreOptions, type JobStoreState } from '@mira/ui-core'
import { type HookOptions, useOwnStore } from './use-own-store.ts'
import { useStore } from './use-store.ts'

/** Options of {@link useJob}. */
export interface UseJobOptions<Kind extends keyof JobKinds> extends JobStoreOptions<Kind>, HookOptions {}

/** State and actions of {@link useJob}. The actions are the same functions with each render. */
export interface UseJobResult<Kind extends keyof JobKinds>
  extends JobStoreState,
    Pick<JobStore<Kind>, 'start' | 'resume' | 'cancel' | 'download' | 'reset'> {
  /** Store behind the hook, to be shared with other components. */
  readonly store: JobStore<Kind>
}

/**
 * A music or video job, which runs on the server whether or not the page is open.
 *
 * @param options - Options, of which the latest apply; or a store created with `createJobStore`, which is shared.
 * @example const { start, status, progress, url } = useJob({ kind: 'music', storage: webStorage('song') })
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a `MiraProvider`.
 */
export function useJob<Kind extends keyof JobKinds>(options: UseJobOptions<Kind> | JobStore<Kind>): UseJobResult<Kind> {
  const store = useOwnStore<JobStoreOptions<Kind>, JobStore<Kind>>(options, createJobStore)
  const { start, resume, cancel, download, reset } = store
  return { ...useStore(store), start, resume, cancel, download, reset, store }
}
