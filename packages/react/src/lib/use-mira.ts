import type { Client } from '@mira/core'
import { useContext } from 'react'
import { MiraContext } from './mira-context.ts'

/**
 * Returns the client of the nearest `MiraProvider`.
 *
 * @throws {TypeError} when there is none.
 */
export function useMira(): Client {
  const client = useContext(MiraContext)
  if (!client) throw new TypeError('There is no MiraProvider above this component')
  return client
}
