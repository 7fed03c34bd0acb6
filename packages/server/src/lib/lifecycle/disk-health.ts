import { statfs } from 'node:fs/promises'
import { isDiskFailure } from '../disk-failure.ts'
import type { Store } from '../store/store.ts'

/** Whether data can be written: `disk_full` below the minimum free space, `write_failed` if the disk rejects writes. */
export type DiskStatus = 'ok' | 'disk_full' | 'write_failed'

/** Health of the disk that holds the data. */
export interface DiskHealth {
  /** Reports a failed operation; only failures of the disk count. */
  reportFailure(error: unknown): void
  /**
   * Returns the current status.
   *
   * @param write - Writes as much as a request does, to detect that the disk has recovered since a failure.
   */
  check(write: () => Promise<void>): Promise<DiskStatus>
}

/** Options of {@link createDiskHealth}. */
export interface DiskHealthOptions {
  /** Directory of the data; undefined if it is not on a disk of this machine. */
  readonly directory: string | undefined
  /** Minimum free space, in bytes. */
  readonly minFreeBytes: number
}

/** Creates the health of a disk without known failures. */
export function createDiskHealth({ directory, minFreeBytes }: DiskHealthOptions): DiskHealth {
  let hasFailed = false
  return {
    reportFailure(error) {
      if (isDiskFailure(error)) hasFailed = true
    },
    async check(write) {
      if (directory !== undefined) {
        const { bavail, bsize } = await statfs(directory)
        if (bavail * bsize < minFreeBytes) return 'disk_full'
      }
      if (!hasFailed) return 'ok'
      try {
        await write()
        hasFailed = false
        return 'ok'
      } catch {
        return 'write_failed'
      }
    },
  }
}

/** Reports failures of transactions, whose commit is not among the logged statements. */
export function observeTransactions(store: Store, { reportFailure }: DiskHealth): Store {
  return {
    ...store,
    async transaction(work) {
      try {
        return await store.transaction(work)
      } catch (error) {
        reportFailure(error)
        throw error
      }
    },
  }
}
