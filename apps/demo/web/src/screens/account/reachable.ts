/** Properties of a scrollable element that make it accessible by keyboard. */
export const reachable = { tabIndex: 0 } as const
