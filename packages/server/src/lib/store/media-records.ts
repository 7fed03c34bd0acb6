/** What is known of a file. */
export interface MediaRecord {
  readonly id: string
  readonly mediaType: string
  readonly userId: string
  readonly createdAt: number
  readonly expiresAt: number
  /** Null while the file is being written. */
  readonly bytes: number | null
  /** Lower-case hex of the content; null while the file is being written. */
  readonly sha256: string | null
}

/** Which files are to go: those that have expired, and those that were begun so long ago that their writer died. */
export interface StaleMediaQuery {
  readonly expiredAt: number
  readonly begunBefore: number
  readonly limit: number
}

export interface MediaRecordStore {
  /** Notes that a file is being written. */
  begin(file: Omit<MediaRecord, 'bytes' | 'sha256'>): Promise<void>
  /** Notes that a file is complete. @throws {Error} when it was removed meanwhile. */
  finish(id: string, content: { readonly bytes: number; readonly sha256: string }): Promise<void>
  find(id: string): Promise<MediaRecord | undefined>
  remove(id: string): Promise<void>
  /** Ids of files to remove. */
  listStale(query: StaleMediaQuery): Promise<readonly string[]>
}
