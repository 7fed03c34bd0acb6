/** Calls a listener: its failure, now or later, must not become the call's. */
export async function callSafely(callback: () => unknown): Promise<void> {
  try {
    await callback()
  } catch (error) {
    console.error('mira: a hook threw', error)
  }
}
