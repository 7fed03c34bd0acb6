import type { PlaceKind, Store } from '../store/store.ts'

/** Owner of a concurrency slot. */
export interface PlaceOwner {
  readonly userId: string
  readonly keyId: string
}

/** Releases a slot. Idempotent and never rejects. */
export type LeavePlace = () => Promise<void>

/** Concurrency slots. A slot acquired inside a transaction becomes visible to others when the transaction ends. */
export interface Places {
  /** Returns the number of slots that a user holds. */
  ofUser(kind: PlaceKind, owner: PlaceOwner, within?: Store): Promise<number>
  /** Returns the number of slots that a key holds. */
  ofKey(kind: PlaceKind, owner: PlaceOwner, within?: Store): Promise<number>
  /** Acquires a slot without a limit and returns the function that releases it. */
  enter(kind: PlaceKind, owner: PlaceOwner, within?: Store): Promise<LeavePlace>
  /** Acquires a slot; returns undefined if the key already holds `most`. */
  enterWithin(kind: PlaceKind, owner: PlaceOwner, most: number): Promise<LeavePlace | undefined>
  /** Stops renewing the slots held by this process. */
  close(): void
}
