import type { LanguageModelV4StreamPart, SharedV4Warning } from '@ai-sdk/provider'
import type { TextStream } from '@mira/chat'
import type { Emit } from './text-blocks.ts'

/** Converts the items of a stream to parts. */
export interface PartWriter<Item> {
  add(item: Item): void
  /** Emits what completes the answer, and the finish reason. */
  end(): void
  /** Emits the error that ended the stream, and a finish reason. */
  fail(error: unknown): void
}

/** Options of {@link openPartStream}. */
export interface PartStreamOptions<Item> {
  readonly createWriter: (emit: Emit) => PartWriter<Item>
  /** Returns the warnings of the call. Called once the response has started. */
  readonly warnings: () => SharedV4Warning[]
  readonly signal: AbortSignal | undefined
}

/**
 * Starts a stream and converts it to parts. Resolves with its first item, so that a call that fails before rejects and
 * can be repeated. Later failures are parts of the stream, except for an abort, which errors it with its reason.
 * Canceling the returned stream closes the connection.
 */
export async function openPartStream<Item, Result>(
  stream: TextStream<Item, Result>,
  { createWriter, warnings, signal }: PartStreamOptions<Item>,
): Promise<ReadableStream<LanguageModelV4StreamPart>> {
  const batches = stream.batches()[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<Item[], undefined>> | undefined
  next = Promise.resolve(await batches.next())
  let hasEmitted = false
  let writer: PartWriter<Item>
  return new ReadableStream<LanguageModelV4StreamPart>(
    {
      start(controller) {
        writer = createWriter((part) => {
          hasEmitted = true
          controller.enqueue(part)
        })
        controller.enqueue({ type: 'stream-start', warnings: warnings() })
      },
      async pull(controller) {
        // A pull that adds nothing would not be repeated.
        for (hasEmitted = false; !hasEmitted; ) {
          try {
            const { value, done } = await (next ?? batches.next())
            next = undefined
            if (done) writer.end()
            else for (const item of value) writer.add(item)
            if (!done) continue
          } catch (error) {
            if (signal?.aborted) return controller.error(signal.reason)
            writer.fail(error)
          }
          stream.close()
          return controller.close()
        }
      },
      cancel: () => stream.close(),
    },
    { highWaterMark: 0 },
  )
}
