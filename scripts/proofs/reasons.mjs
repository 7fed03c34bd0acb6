/** Why a budget is missed, by the claim as the table has it; told beside the figure, and only when it is missed. */
export const reasons = {
  'one job, waited for: gzip, first aim':
    'any call is 7.7 KiB (retries, clocks, typed errors); replicate, at 7.1, has no types and no pauses between retries',
}
