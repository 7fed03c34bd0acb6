/** A message as it reached the server. */
export interface ReceivedMessage {
  /** Text of a text message, bytes of a binary one. */
  readonly data: string | Uint8Array
  /** Parses a text message, or a binary one that holds JSON in UTF-8. */
  json(): unknown
}

/** Wraps what `ws` hands over. */
export function toReceivedMessage(bytes: Buffer, isBinary: boolean): ReceivedMessage {
  return {
    data: isBinary ? new Uint8Array(bytes) : bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')),
  }
}
