import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Encrypts and authenticates data under the secret of the server. */
export interface Seal {
  /** Encrypts data, with a random nonce. */
  close(data: Uint8Array): Buffer
  /**
   * Decrypts data.
   *
   * @throws {Error} when the data was modified or encrypted for another purpose or with another secret.
   */
  open(sealed: Uint8Array): Buffer
}

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/**
 * Creates a seal: AES-256-GCM under a key derived from the secret.
 *
 * @param purpose - Distinguishes the keys of different uses; data sealed for one cannot be opened by another.
 */
export function createSeal(secret: string, purpose: string): Seal {
  const key = createHmac('sha256', secret).update(purpose).digest()
  return {
    close(data) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv(algorithm, key, iv)
      return Buffer.concat([iv, cipher.update(data), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed) {
      const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
      decipher.setAuthTag(sealed.subarray(-tagBytes))
      return Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()])
    },
  }
}
