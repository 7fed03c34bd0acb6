/** Identity of a batch, which its checkpoint stores before the first call. */
export interface CheckpointHeader {
  /** Random id, part of all idempotency keys of the batch: 32 hexadecimal digits. */
  readonly id: string
  /** `name` of the batch, or an empty string. */
  readonly name: string
  /** SHA-256 of the `settings` of the batch, in hexadecimal digits, or an empty string. */
  readonly settings: string
}

/** The result of one item, as a checkpoint stores it. */
export interface CheckpointRecord {
  /** Id of the item, unique within the batch: 1 to 512 characters. */
  readonly id: string
  /** First 128 bits of the SHA-256 of the item, in hexadecimal digits. */
  readonly fingerprint: string
  /** Value returned by the operation, as JSON text without line breaks. */
  readonly json: string
}

/** A checkpoint in use by one batch. */
export interface OpenCheckpoint {
  /** Header stored by the first `open`; the batch ends with `checkpoint_mismatch` if it is that of another batch. */
  readonly header: CheckpointHeader
  /** Returns the record of an item, including those appended since; `undefined` if there is none. */
  find(id: string): CheckpointRecord | undefined | Promise<CheckpointRecord | undefined>
  /** Stores a record; the result is yielded afterwards. Calls may overlap. */
  append(record: CheckpointRecord): void | Promise<void>
  /** Releases the checkpoint. Called once, when the batch has ended, after all other calls have settled. */
  close(): void | Promise<void>
}

/** A place that keeps the results of a batch, such as a file or a database table, so that a restart repeats no call. */
export interface Checkpoint {
  /**
   * Opens the checkpoint for one batch, and locks it if other processes could use it too.
   *
   * @param header - Stored if the checkpoint is new; otherwise the stored header must be returned.
   */
  open(header: CheckpointHeader): OpenCheckpoint | Promise<OpenCheckpoint>
}
