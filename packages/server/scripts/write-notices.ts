// Writes the licenses of bundled packages to dist/NOTICE.md, from the list of files that esbuild has bundled.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const dist = resolve(import.meta.dirname, '../dist')
const metafile = join(dist, 'metafile-esm.json')
const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { readonly inputs: Record<string, unknown> }
const folders = new Set(
  Object.keys(inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
)
const notices = [...folders].map((folder) => notice(resolve(dist, '..', folder))).sort()
writeFileSync(
  join(dist, 'NOTICE.md'),
  `# Bundled packages\n\nThe files in this folder contain code of these packages.\n\n${notices.join('\n')}`,
)
rmSync(metafile)

function notice(folder: string): string {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text =
    file === undefined
      ? `Published without a license file. Copyright: ${author?.name ?? author ?? `the authors of ${name}`}.`
      : readFileSync(join(folder, file), 'utf8').trim()
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${text}\n\`\`\`\n`
}
