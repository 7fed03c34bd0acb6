/**
 * Returns the section of a version in a changelog, without its heading, or undefined if there is none.
 *
 * @param changelog - Text as `changeset version` writes it: a section per version, under `## VERSION`.
 */
export function readChangelogEntry(changelog: string, version: string): string | undefined {
  const lines = changelog.split('\n')
  const start = lines.indexOf(`## ${version}`)
  if (start === -1) return undefined
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('## '))
  const end = length === -1 ? lines.length : start + 1 + length
  return lines
    .slice(start + 1, end)
    .join('\n')
    .trim()
}
