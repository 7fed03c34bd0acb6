import * as runtime from '#runtime'

// Annotated here because `moduleResolution: node10` resolves no `#runtime`, neither in sources nor in declarations.

/** Calls back when a signal of the caller aborts. */
export const addAbortCallback: (signal: AbortSignal, callback: () => void) => void = runtime.addAbortCallback

/** Removes a callback of {@link addAbortCallback}. */
export const removeAbortCallback: (signal: AbortSignal, callback: () => void) => void = runtime.removeAbortCallback
