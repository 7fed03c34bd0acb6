import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { StoredReply } from '../store/store.ts'

/** Encrypts replies that are kept: the reply to the creation of a key holds the key itself. */
export interface ReplySeal {
  seal(reply: StoredReply): StoredReply
  open(reply: StoredReply): StoredReply
}

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** @param secret The server's secret, which lies outside the store. */
export function createReplySeal(secret: string): ReplySeal {
  const key = createHmac('sha256', secret).update('kept replies').digest()
  return {
    seal(reply) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv(algorithm, key, iv)
      const sealed = [cipher.update(reply.body, 'base64'), cipher.final()]
      return { ...reply, body: Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString('base64') }
    },
    open(reply) {
      const bytes = Buffer.from(reply.body, 'base64')
      const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      const opened = [decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]
      return { ...reply, body: Buffer.concat(opened).toString('base64') }
    },
  }
}
