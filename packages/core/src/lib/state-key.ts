/** Key of a client's internal state; a registered symbol, shared by all copies of this package. */
export const stateKey: unique symbol = Symbol.for('@mira/core/state') as never
