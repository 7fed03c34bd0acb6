import { createJobStore, type JobKinds, type JobStore, type JobStoreOptions, type JobStoreState } from '@mira/ui-core'
import { type BindingOptions, bindStore, type MaybeGetter } from './bind-store.ts'

/** Options of {@link createJob}. */
export interface CreateJobOptions<Kind extends keyof JobKinds> extends JobStoreOptions<Kind>, BindingOptions {}

/** State, as reactive properties, and actions of {@link createJob}. */
export interface Job<Kind extends keyof JobKinds>
  extends JobStoreState,
    Pick<JobStore<Kind>, 'start' | 'resume' | 'cancel' | 'download' | 'reset'> {
  /** Store behind it, to be shared with other components. */
  readonly store: JobStore<Kind>
}

/**
 * A music or video job, which runs on the server whether or not the page is open. For use while a component is
 * initialized.
 *
 * @param options - Options, or a function that returns them; or a store created with `createJobStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a context.
 * @example const song = createJob({ kind: 'music', storage: webStorage('song') }) // song.start, song.progress, song.url
 */
export function createJob<Kind extends keyof JobKinds>(
  options: MaybeGetter<CreateJobOptions<Kind>> | JobStore<Kind>,
): Job<Kind> {
  return bindStore<
    JobStoreOptions<Kind>,
    JobStoreState,
    JobStore<Kind>,
    'start' | 'resume' | 'cancel' | 'download' | 'reset'
  >(options, {
    create: createJobStore,
    actions: ['start', 'resume', 'cancel', 'download', 'reset'],
  })
}
