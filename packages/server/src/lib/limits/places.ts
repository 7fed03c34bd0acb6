import type { PlaceKind, Store } from '../store/store.ts'

/** Whose request or stream takes a place. */
export interface PlaceOwner {
  readonly userId: string
  readonly keyId: string
}

/** Gives a place back, and never fails (again does nothing). */
export type LeavePlace = () => Promise<void>

/** Knows what is under way. A place that is taken inside a transaction counts for others once that ends. */
export interface Places {
  /** Places that a user has taken. */
  ofUser(kind: PlaceKind, owner: PlaceOwner, within?: Store): Promise<number>
  /** Places that one key has taken. */
  ofKey(kind: PlaceKind, owner: PlaceOwner, within?: Store): Promise<number>
  enter(kind: PlaceKind, owner: PlaceOwner, within?: Store): Promise<LeavePlace>
  /** Takes one unless the key has `most` already; then undefined. */
  enterWithin(kind: PlaceKind, owner: PlaceOwner, most: number): Promise<LeavePlace | undefined>
  /** Stops keeping the places that are taken. */
  close(): void
}
