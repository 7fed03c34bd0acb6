/** Metadata of a media file. */
export interface MediaRecord {
  readonly id: string
  readonly mediaType: string
  readonly userId: string
  readonly createdAt: number
  readonly expiresAt: number
  /** Size in bytes; null while the file is being written. */
  readonly bytes: number | null
  /** SHA-256 of the content, in lowercase hex; null while the file is being written. */
  readonly sha256: string | null
}

/** Query for stale files: expired ones, and incomplete ones created so long ago that their writer must have died. */
export interface StaleMediaQuery {
  readonly expiredAt: number
  readonly startedBefore: number
  readonly limit: number
}

/** Store of media file metadata. */
export interface MediaRecordStore {
  /** Adds the record of a file that is being written. */
  begin(file: Omit<MediaRecord, 'bytes' | 'sha256'>): Promise<void>
  /**
   * Marks a file as complete.
   *
   * @throws {Error} when the file was removed while it was being written.
   */
  finish(id: string, content: { readonly bytes: number; readonly sha256: string }): Promise<void>
  /** Returns the record of a file. */
  find(id: string): Promise<MediaRecord | undefined>
  /** Removes the record of a file. */
  remove(id: string): Promise<void>
  /** Lists the ids of stale files. */
  listStale(query: StaleMediaQuery): Promise<readonly string[]>
}
