/** Event of a stream, as received. */
export interface WireEvent {
  readonly event?: string
  readonly data: string
}

/** Reads a whole event stream, without its comments. */
export async function readEvents(response: Response): Promise<WireEvent[]> {
  const blocks = (await response.text()).split('\n\n').filter((block) => block !== '' && !block.startsWith(':'))
  return blocks.map((block) => {
    const fields = block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string])
    return Object.fromEntries(fields) as unknown as WireEvent
  })
}
