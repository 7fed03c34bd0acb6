import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { StoredReply } from '../store/store.ts'

/** Encrypts stored replies, since the reply that creates an API key contains its secret. */
export interface ReplyCipher {
  /** Encrypts the body of a reply. */
  encrypt(reply: StoredReply): StoredReply
  /**
   * Decrypts the body of a reply.
   *
   * @throws {Error} when the body was modified or encrypted with another secret.
   */
  decrypt(reply: StoredReply): StoredReply
}

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/**
 * Creates a cipher for stored replies: AES-256-GCM under a key derived from the secret.
 *
 * @param secret - Secret of the server, which is not in the store.
 */
export function createReplyCipher(secret: string): ReplyCipher {
  const key = createHmac('sha256', secret).update('kept replies').digest()
  return {
    encrypt(reply) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv(algorithm, key, iv)
      const sealed = [cipher.update(reply.body, 'base64'), cipher.final()]
      return { ...reply, body: Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString('base64') }
    },
    decrypt(reply) {
      const bytes = Buffer.from(reply.body, 'base64')
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      const opened = [decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]
      return { ...reply, body: Buffer.concat(opened).toString('base64') }
    },
  }
}
