import { createJobStore, type JobKinds, type JobStore, type JobStoreOptions, type JobStoreState } from '@mira/ui-core'
import type { MaybeRefOrGetter } from 'vue'
import { type ComposableOptions, useOwnStore } from './use-own-store.ts'
import type { StateRefs } from './use-store.ts'

/** Options of {@link useJob}. */
export interface UseJobOptions<Kind extends keyof JobKinds> extends JobStoreOptions<Kind>, ComposableOptions {}

/** State, as refs, and actions of {@link useJob}. */
export interface UseJobResult<Kind extends keyof JobKinds>
  extends StateRefs<JobStoreState>,
    Pick<JobStore<Kind>, 'start' | 'resume' | 'cancel' | 'download' | 'reset'> {
  /** Store behind the composable, to be shared with other components. */
  readonly store: JobStore<Kind>
}

/**
 * A music or video job, which runs on the server whether or not the page is open.
 *
 * @param options - Options, or a ref or getter of them, of which the latest apply; or a store created with
 * `createJobStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor the plugin `createMira`.
 * @example const { start, status, progress, url } = useJob({ kind: 'music', storage: webStorage('song') })
 */
export function useJob<Kind extends keyof JobKinds>(
  options: MaybeRefOrGetter<UseJobOptions<Kind>> | JobStore<Kind>,
): UseJobResult<Kind> {
  return useOwnStore<
    JobStoreOptions<Kind>,
    JobStoreState,
    JobStore<Kind>,
    'start' | 'resume' | 'cancel' | 'download' | 'reset'
  >(options, {
    create: createJobStore,
    actions: ['start', 'resume', 'cancel', 'download', 'reset'],
  })
}
