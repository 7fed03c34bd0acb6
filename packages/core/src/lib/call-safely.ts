/** Invokes a callback and logs its error, sync or async, so that it cannot fail the call. */
export async function callSafely(callback: () => unknown): Promise<void> {
  try {
    await callback()
  } catch (error) {
    console.error('mira: a hook threw', error)
  }
}
