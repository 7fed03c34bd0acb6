import type { ServerContext } from '../../context.ts'
import { addLimit } from './rate-limit-headers.ts'
import type { Step } from './steps.ts'

/** Reports the limits of the caller's plan; the admission of the request enforces them. */
export function planLimits({ admission }: Pick<ServerContext, 'admission'>): Step {
  return (c) => {
    const principal = c.get('principal')
    addLimit(c, () => admission.readLimits(principal))
    return undefined
  }
}
