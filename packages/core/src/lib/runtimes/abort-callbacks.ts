interface AbortListener {
  readonly callbacks: Set<() => void>
  notify(): void
}
const abortListeners = new WeakMap<AbortSignal, AbortListener>()

/**
 * Calls back when a signal of the caller aborts. All callbacks of a signal share one listener: Node 20 reports more
 * than ten on one signal as a leak, but many calls may use it at once.
 */
export function addAbortCallback(signal: AbortSignal, callback: () => void): void {
  let listener = abortListeners.get(signal)
  if (!listener) {
    const callbacks = new Set<() => void>()
    const notify = (): void => {
      for (const each of callbacks) each()
    }
    listener = { callbacks, notify }
    abortListeners.set(signal, listener)
  }
  if (listener.callbacks.size === 0) signal.addEventListener('abort', listener.notify, { once: true })
  listener.callbacks.add(callback)
}

/** Removes a callback of {@link addAbortCallback}, and the listener with the last one. */
export function removeAbortCallback(signal: AbortSignal, callback: () => void): void {
  const listener = abortListeners.get(signal)
  if (listener?.callbacks.delete(callback) && listener.callbacks.size === 0)
    signal.removeEventListener('abort', listener.notify)
}
