import { ApiError } from '../../api-error.ts'
import { contentCodings, findCoding } from '../content-codings.ts'
import type { Step } from './steps.ts'

/**
 * Sets the coding in which the body arrives, for {@link receiveBody}. One coding is accepted: a body that is compressed
 * twice could take much longer to decode than its size and its length suggest.
 */
export const decodedBody: Step = (c) => {
  const header = c.req.header('content-encoding')
  if (header === undefined) return undefined
  const names = header.split(',').map((name) => name.trim().toLowerCase())
  const applied = names.filter((name) => name !== '' && name !== 'identity')
  const coding = findCoding(applied[0])
  if (applied.length > 1 || (applied.length === 1 && coding === undefined)) {
    const accepted = contentCodings.join(', ')
    throw new ApiError(415, `Content-Encoding ${header} is not supported; use one of ${accepted}, or none`, {
      reply: { headers: { 'accept-encoding': accepted } },
    })
  }
  c.set('coding', coding)
  return undefined
}
