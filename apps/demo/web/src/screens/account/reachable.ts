/** Properties of what scrolls, so that it can be by keyboard. */
export const reachable = { tabIndex: 0 } as const
