/** Pieces as a stream that reads one only when asked. */
export function streamOf(pieces: AsyncIterator<Uint8Array>, onCancel: () => unknown): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await onCancel()
      },
    },
    { highWaterMark: 0 },
  )
}
