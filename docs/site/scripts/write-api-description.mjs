// Writes the API description of the local server as a file of the site: node scripts/write-api-description.mjs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '@mira/server'

const server = await startServer({ engines: {} })
const { servers: _local, ...description } = await (await fetch(`${server.url}/openapi.json`)).json()
await server.close()
// The paths are those of the real API as well.
const document = { ...description, servers: [{ url: 'https://api.vmira.ai' }] }
writeFileSync(join(import.meta.dirname, '../public/openapi.json'), `${JSON.stringify(document, null, 2)}\n`)
console.log(`openapi.json: ${Object.keys(document.paths).length} paths`)
