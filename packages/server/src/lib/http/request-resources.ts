import type { FairSemaphore, ReleasePermits } from '../limits/fair-semaphore.ts'
import type { Traffic } from '../limits/traffic.ts'

/** Shared resources that a request holds until its response starts. */
export interface RequestResources {
  readonly traffic: Traffic
  /**
   * Acquires permits that are released with the request. Returns a promise only if it has to wait.
   *
   * @throws {ApiError} 429 or 503 when there are none; see {@link FairSemaphore}.
   */
  hold(semaphore: FairSemaphore, userId: string, weight?: number): Promise<void> | undefined
  /** Releases everything, at the latest when the response starts. Idempotent. */
  release(): void
}

/** Creates the resources of a request, which holds none yet. */
export function createRequestResources(traffic: Traffic): RequestResources {
  const releases: (() => void)[] = []
  let isReleased = false
  const keep = (release: ReleasePermits) => {
    // A request that timed out in the meantime has already been answered.
    if (isReleased) release()
    else releases.push(release)
  }
  return {
    traffic,
    hold(semaphore, userId, weight) {
      const release = semaphore.tryAcquire(userId, weight)
      if (release === undefined) return semaphore.acquire(userId, weight).then(keep)
      keep(release)
      return undefined
    },
    release() {
      isReleased = true
      for (const release of releases.splice(0)) release()
    },
  }
}
