import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ChunkedPort } from './chunked-port.ts'

/** Creates two ends of a channel that clones messages, like the channel between processes. */
function connect() {
  const received: object[] = []
  const sizes: number[] = []
  const sender = new ChunkedPort<object, object>((message, onWritten) => {
    const copy = structuredClone(message)
    sizes.push(sizeOf(copy))
    queueMicrotask(() => {
      const complete = receiver.receive(copy)
      if (complete) received.push(complete)
      onWritten()
    })
  }, chunkBytes)
  const receiver = new ChunkedPort<object, object>(() => {})
  return { sender, received, sizes }
}

/** Returns the total size of the buffers in a message, down to the depth searched for large buffers. */
function sizeOf(value: unknown, depth = 0): number {
  if (ArrayBuffer.isView(value)) return value.byteLength
  if (typeof value !== 'object' || value === null || depth > 5) return 0
  return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item, depth + 1), 0)
}

const chunkBytes = 64

describe('ChunkedPort', () => {
  it('carries buffers of any size in their places, in chunks', async () => {
    const buffers = fc
      .record({ bytes: fc.integer({ min: 0, max: 5 * chunkBytes }), fill: fc.integer({ max: 255 }) })
      .map(({ bytes, fill }) => new Float32Array(bytes >> 2).fill(fill))
    const values = fc.oneof(fc.jsonValue() as fc.Arbitrary<unknown>, buffers)
    const messages = fc.array(
      fc.record(
        { kind: fc.constant('x'), one: values, list: fc.array(values, { maxLength: 2 }) },
        { noNullPrototype: true },
      ),
      {
        maxLength: 4,
      },
    )
    await fc.assert(
      fc.asyncProperty(messages, async (sent) => {
        const { sender, received, sizes } = connect()
        await Promise.all(sent.map((message) => sender.send(message)))
        expect(received).toStrictEqual(sent)
        // At most three buffers no larger than a chunk stay in their message.
        for (const size of sizes) expect(size).toBeLessThanOrEqual(3 * chunkBytes)
      }),
    )
  })

  it('sends only the viewed part of a buffer, and leaves the message as it was', async () => {
    const { sender, received } = connect()
    const view = new Uint8Array(new ArrayBuffer(4 * chunkBytes), chunkBytes, 2 * chunkBytes).fill(9)
    const message = { kind: 'x', view }
    await sender.send(message)
    expect(message.view).toBe(view)
    const [{ view: copy }] = received as [{ view: Uint8Array }]
    expect(copy).toEqual(view)
    expect(copy.buffer.byteLength).toBe(2 * chunkBytes)
  })

  it('accepts cycles', async () => {
    const { sender, received } = connect()
    const message: Record<string, unknown> = { kind: 'x' }
    message.self = message
    await sender.send(message)
    expect(received).toEqual([message])
  })

  it('rejects a message that cannot be cloned, and continues', async () => {
    const { sender, received } = connect()
    await expect(sender.send({ call: () => {} })).rejects.toThrow('could not be cloned')
    await sender.send({ kind: 'next' })
    expect(received).toEqual([{ kind: 'next' }])
  })
})
