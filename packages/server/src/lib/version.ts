import { createRequire } from 'node:module'

const manifest: unknown = createRequire(import.meta.url)('@mira/server/package.json')

/** Version of this package. */
export const version: string = (manifest as { version: string }).version
