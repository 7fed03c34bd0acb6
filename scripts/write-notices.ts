// Writes the licenses of bundled packages, for the builds of packages that bundle others.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes the licenses of the packages that bundled files belong to, to `NOTICE.md`.
 *
 * @param folder - Folder of the bundle.
 * @param files - Paths of the files that were bundled; those outside of `node_modules` are skipped.
 */
export function writeNotices(folder: string, files: readonly string[]): void {
  const folders = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))
  const notices = new Set([...folders].map(formatNotice).sort())
  writeFileSync(
    join(folder, 'NOTICE.md'),
    `# Bundled packages\n\nThe files in this folder contain code of these packages.\n\n${[...notices].join('\n')}`,
  )
}

function formatNotice(folder: string): string {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text =
    file === undefined
      ? `Published without a license file. Copyright: ${author?.name ?? author ?? `the authors of ${name}`}.`
      : readFileSync(join(folder, file), 'utf8').trim()
  return `## ${name} ${version} (${license})\n\n\`\`\`\n${text}\n\`\`\`\n`
}
