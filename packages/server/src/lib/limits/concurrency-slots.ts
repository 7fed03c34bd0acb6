import type { SlotKind, SlotTotal, Store } from '../store/store.ts'

/** Owner of a concurrency slot. */
export interface SlotOwner {
  readonly userId: string
  readonly keyId: string
}

/** Owner of a new slot, and the part of the balance that its request holds. */
export interface SlotRequest extends SlotOwner {
  /** In millionths of a kopeck; held until the slot is released. Defaults to 0. */
  readonly heldMicroKopecks?: number | undefined
}

/** Releases a slot. Idempotent and never rejects. */
export type ReleaseSlot = () => Promise<void>

/** Slots that all keys of a user may hold, as a multiple of those of one key: more keys are no way around a limit. */
export const userSlotsPerKeySlot = 2

/** Concurrency slots. A slot acquired inside a transaction becomes visible to others when the transaction ends. */
export interface ConcurrencySlots {
  /** Returns the number of slots that a user holds. */
  countByUser(kind: SlotKind, owner: SlotOwner, within?: Store): Promise<number>
  /** Returns the number of slots that a key holds. */
  countByKey(kind: SlotKind, owner: SlotOwner, within?: Store): Promise<number>
  /** Returns all slots that a user holds, by kind and key. */
  totals(owner: Pick<SlotOwner, 'userId'>, within?: Store): Promise<readonly SlotTotal[]>
  /** Acquires a slot without a limit and returns the function that releases it. */
  acquire(kind: SlotKind, request: SlotRequest, within?: Store): Promise<ReleaseSlot>
  /**
   * Acquires a slot; returns undefined if the key already holds `max`, or all keys of its user
   * {@link userSlotsPerKeySlot} times as many.
   */
  tryAcquire(kind: SlotKind, owner: SlotOwner, max: number): Promise<ReleaseSlot | undefined>
  /** Stops renewing the slots held by this process. */
  close(): void
}
