/** A message received by the server. */
export interface ReceivedMessage {
  /** Text of a text message, or bytes of a binary one. */
  readonly data: string | Uint8Array
  /** Parses a text message, or a binary one that contains JSON in UTF-8. */
  json(): unknown
}

/** Wraps a message received by `ws`. */
export function toReceivedMessage(bytes: Buffer, isBinary: boolean): ReceivedMessage {
  return {
    data: isBinary ? new Uint8Array(bytes) : bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')),
  }
}
