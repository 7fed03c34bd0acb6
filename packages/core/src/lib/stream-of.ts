/** Creates a stream from an iterator of chunks, read on demand. */
export function streamOf(chunks: AsyncIterator<Uint8Array>, onCancel: () => unknown): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next()
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
