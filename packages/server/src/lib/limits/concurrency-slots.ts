import type { SlotKind, Store } from '../store/store.ts'

/** Owner of a concurrency slot. */
export interface SlotOwner {
  readonly userId: string
  readonly keyId: string
}

/** Releases a slot. Idempotent and never rejects. */
export type ReleaseSlot = () => Promise<void>

/** Concurrency slots. A slot acquired inside a transaction becomes visible to others when the transaction ends. */
export interface ConcurrencySlots {
  /** Returns the number of slots that a user holds. */
  countByUser(kind: SlotKind, owner: SlotOwner, within?: Store): Promise<number>
  /** Returns the number of slots that a key holds. */
  countByKey(kind: SlotKind, owner: SlotOwner, within?: Store): Promise<number>
  /** Acquires a slot without a limit and returns the function that releases it. */
  acquire(kind: SlotKind, owner: SlotOwner, within?: Store): Promise<ReleaseSlot>
  /** Acquires a slot; returns undefined if the key already holds `max`. */
  tryAcquire(kind: SlotKind, owner: SlotOwner, max: number): Promise<ReleaseSlot | undefined>
  /** Stops renewing the slots held by this process. */
  close(): void
}
