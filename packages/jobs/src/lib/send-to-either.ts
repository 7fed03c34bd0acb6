import type { Client } from '@mira/core'
import { isMissing } from './is-missing.ts'

const usesSecond = /* @__PURE__ */ new WeakSet<Client>()

/** Sends a request to the first path, or to the second if the first does not exist; the choice is kept per client. */
export async function sendToEither<Result>(
  client: Client,
  [first, second]: readonly [first: string, second: string],
  send: (path: string) => Promise<Result>,
): Promise<Result> {
  const isSwapped = usesSecond.has(client)
  try {
    return await send(isSwapped ? second : first)
  } catch (error) {
    if (!isMissing(error)) throw error
    const result = await send(isSwapped ? first : second).catch((otherError) => {
      throw isMissing(otherError) ? error : otherError
    })
    if (isSwapped) usesSecond.delete(client)
    else usesSecond.add(client)
    return result
  }
}
