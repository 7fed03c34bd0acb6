/** Settles with a promise, or rejects as soon as the signal aborts, even if the promise ignores the signal. */
export function settleOnAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    const forget = (): void => signal.removeEventListener('abort', onAbort)
    promise.then(
      (value) => {
        forget()
        resolve(value)
      },
      (error) => {
        forget()
        reject(error)
      },
    )
  })
}
