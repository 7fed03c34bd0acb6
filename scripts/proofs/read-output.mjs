/**
 * Parses the Markdown tables whose first column has a given title.
 *
 * @returns Rows as objects, with cells by column title.
 */
export function readCells(output, firstTitle) {
  const rows = []
  let titles
  for (const line of output.split('\n')) {
    if (!line.startsWith('|')) {
      titles = undefined
      continue
    }
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    if (titles === undefined) titles = cells
    else if (titles[0] === firstTitle && !/^-+:?$/.test(cells[0] ?? '')) {
      rows.push(Object.fromEntries(titles.map((title, index) => [title, cells[index]])))
    }
  }
  return rows
}

/** Parses the closing line `N passed, M failed`. */
export function readCount(output) {
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? []
  if (passed === undefined) throw new Error('No count was printed')
  return { passed: Number(passed), failed: Number(failed) }
}

/** Returns the text matched by the first group of a pattern. */
export function readFigure(output, pattern) {
  const figure = pattern.exec(output)?.[1]
  if (figure === undefined) throw new Error(`Nothing was printed like ${pattern}`)
  return figure
}
