// The lines of a changelog, for changesets (`changelog` of .changeset/config.json): what a change gives users, without the
// commits that made it, and one line for the packages that a release requires in a newer version.

/** @returns The text of a changeset as a list item; its further lines are indented. */
const getReleaseLine = async ({ summary }) => {
  const [first = '', ...others] = summary.trim().split('\n')
  return [`- ${first}`, ...others.map((line) => (line === '' ? '' : `  ${line}`))].join('\n')
}

/** @returns A list item with the dependencies that the release has raised, or nothing. */
const getDependencyReleaseLine = async (_changesets, dependencies) => {
  if (dependencies.length === 0) return ''
  const names = dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).toSorted()
  return `- Requires ${names.join(', ')} or newer.`
}

/** The functions that changesets calls. */
export { getDependencyReleaseLine, getReleaseLine }
