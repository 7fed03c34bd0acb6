// Writes the licenses of bundled packages to dist/NOTICE.md, from the list of files that esbuild has bundled.
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeNotices } from '../../../scripts/write-notices.ts'

const dist = resolve(import.meta.dirname, '../dist')
const metafile = join(dist, 'metafile-esm.json')
const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { readonly inputs: Record<string, unknown> }
writeNotices(
  dist,
  Object.keys(inputs).map((file) => resolve(dist, '..', file)),
)
rmSync(metafile)
