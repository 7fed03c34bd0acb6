import { createRequire } from 'node:module'
import type { Ajv2020, Options } from 'ajv/dist/2020.js'

/** Creates an Ajv for draft 2020-12 with formats, which ignores unknown keywords and logs nothing. */
export function createAjv(options: Options = {}): Ajv2020 {
  // Both packages are CommonJS, and TypeScript and Node disagree about their default export.
  const require = createRequire(import.meta.url)
  const { Ajv2020 } = require('ajv/dist/2020') as typeof import('ajv/dist/2020.js')
  const addFormats = require('ajv-formats') as typeof import('ajv-formats').default
  const ajv = new Ajv2020({ strict: false, logger: false, ownProperties: true, ...options })
  addFormats(ajv)
  return ajv
}
