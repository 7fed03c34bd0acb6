import type { HubModel } from './hub-model.ts'

/** Licenses under which anyone may use a model for any purpose. */
const permissiveLicenses = new Set([
  'apache-2.0',
  'mit',
  'bsd',
  'bsd-2-clause',
  'bsd-3-clause',
  'cc0-1.0',
  'cc-by-4.0',
  'isc',
  'unlicense',
  'zlib',
])

/**
 * Checks that a model may be downloaded without asking.
 *
 * @param isAccepted - Whether the user has accepted the license, whatever it is.
 * @throws {Error} for a license that is not permissive, or not stated.
 */
export function checkLicense({ license }: HubModel, isAccepted: boolean): void {
  if (isAccepted || (license !== undefined && permissiveLicenses.has(license.toLowerCase()))) return
  const problem = license === undefined ? 'states no license' : `has the license ${license}, which has conditions`
  throw new Error(`The model ${problem}: read them on its page, and accept them with "mira-server pull … --yes"`)
}
