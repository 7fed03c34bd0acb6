import { createSeal } from '../create-seal.ts'
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

/**
 * Creates a cipher for stored replies.
 *
 * @param secret - Secret of the server, which is not in the store.
 */
export function createReplyCipher(secret: string): ReplyCipher {
  const seal = createSeal(secret, 'kept replies')
  return {
    encrypt: (reply) => ({ ...reply, body: seal.close(Buffer.from(reply.body, 'base64')).toString('base64') }),
    decrypt: (reply) => ({ ...reply, body: seal.open(Buffer.from(reply.body, 'base64')).toString('base64') }),
  }
}
