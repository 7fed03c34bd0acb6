/** Thrown by an engine to end a realtime response as if the user had spoken. */
export class ResponseInterrupted extends Error {
  override readonly name = 'ResponseInterrupted'

  constructor() {
    super('The response was interrupted')
  }
}
