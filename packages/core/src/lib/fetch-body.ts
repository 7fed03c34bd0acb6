import { isBrowser } from './environment.ts'
import type { RequestBody } from './request-body.ts'

/** Gives a body the form `fetch` takes: as it is where it is at hand, else as a stream. */
export async function toFetchBody(body: RequestBody): Promise<RequestInit> {
  if (body.content !== undefined) return { body: body.content as BodyInit }
  // Pages cannot stream a request over HTTP/1.1; there the pieces are gathered into a Blob, which the browser keeps on disk.
  if (isBrowser()) return { body: await gather(body) }
  return { body: toStream(body), duplex: 'half' } as RequestInit
}

async function gather(body: RequestBody): Promise<Blob> {
  let blob = new Blob([])
  for await (const piece of body.open()) blob = new Blob([blob, piece as Uint8Array<ArrayBuffer>])
  return blob
}

function toStream(body: RequestBody): ReadableStream<Uint8Array> {
  const pieces = body.open()[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await pieces.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
