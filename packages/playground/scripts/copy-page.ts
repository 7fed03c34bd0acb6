// Copies the built page of the demo to dist/page, without its source maps, from which the licenses of bundled packages are
// listed in dist/NOTICE.md.
import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { writeNotices } from '../../../scripts/write-notices.ts'

const dist = resolve(import.meta.dirname, '../dist')
const web = join(dirname(createRequire(import.meta.url).resolve('@mira/demo-web/package.json')), 'dist')
const page = join(dist, 'page')

// The names of its files change with each build.
rmSync(join(page, 'assets'), { recursive: true, force: true })
cpSync(web, page, { recursive: true, filter: (source) => !source.endsWith('.map') })
cpSync(resolve(import.meta.dirname, '../page'), page, { recursive: true })
for (const file of globSync('**/*.{js,css}', { cwd: page })) {
  const text = readFileSync(join(page, file), 'utf8')
  writeFileSync(join(page, file), text.replace(/\n(?:\/\/|\/\*)# sourceMappingURL=.*\s*$/, '\n'))
}
const sources = globSync('assets/*.map', { cwd: web }).flatMap((map) => {
  const { sources } = JSON.parse(readFileSync(join(web, map), 'utf8')) as { readonly sources: readonly string[] }
  return sources.map((source) => resolve(web, 'assets', source))
})
writeNotices(dist, sources)
