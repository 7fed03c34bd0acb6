/** Where packages of ours find a client's state; registered, so that it is the same in every copy of this package. */
export const stateKey: unique symbol = Symbol.for('@mira/core/state') as never
