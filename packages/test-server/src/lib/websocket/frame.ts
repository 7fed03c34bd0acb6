/** Fields of a WebSocket frame (RFC 6455 §5.2); invalid values are allowed. */
export interface FrameOptions {
  /** 0 continuation, 1 text, 2 binary, 8 close, 9 ping, 10 pong; the rest is reserved. Defaults to 1. */
  opcode?: number | undefined
  /** Whether this frame ends the message. Defaults to `true`. */
  isFinal?: boolean | undefined
  /** The three reserved bits, as a number from 0 to 7. Defaults to 0. */
  reserved?: number | undefined
  /** Declared payload length. Defaults to the actual length. */
  length?: number | bigint | undefined
  /** Whether to mask the payload, which a server must not do. Defaults to `false`. */
  isMasked?: boolean | undefined
}

/** Encodes one frame for a `raw` step. */
export function encodeFrame(payload: string | Uint8Array, options: FrameOptions = {}): Uint8Array {
  const { opcode = 1, isFinal = true, reserved = 0, isMasked = false } = options
  const body = Buffer.from(payload)
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode
  const length = encodeLength(BigInt(options.length ?? body.length), isMasked ? 0x80 : 0)
  // A zero mask leaves the payload unchanged: only the mask bit is invalid.
  const mask = Buffer.alloc(isMasked ? 4 : 0)
  return Buffer.concat([Uint8Array.of(first), length, mask, body])
}

function encodeLength(length: bigint, maskBit: number): Buffer {
  if (length < 126n) return Buffer.of(maskBit | Number(length))
  const isShort = length < 65_536n
  const bytes = Buffer.alloc(isShort ? 3 : 9)
  bytes[0] = maskBit | (isShort ? 126 : 127)
  if (isShort) bytes.writeUInt16BE(Number(length), 1)
  else bytes.writeBigUInt64BE(length, 1)
  return bytes
}
