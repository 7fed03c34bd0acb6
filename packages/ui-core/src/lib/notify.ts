/**
 * Calls a callback of the application. An exception is reported like that of an event listener, to `window.onerror`, and
 * does not affect the store.
 */
export function notify<Value>(callback: ((value: Value) => void) | undefined, value: Value): void {
  try {
    callback?.(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
