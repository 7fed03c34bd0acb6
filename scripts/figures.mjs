// Inserts figures and tables into documents, so that each has one source:
//
//   <!-- figure limit.mira-chat -->8.5<!-- end -->     a value
//   <!-- table sizes -->…<!-- end -->                   a table
//
// Limits come from `tests/size/ceilings.ts`; sizes of other clients are recorded by `node tests/size/size.ts --record`, and compared on
// every run; measurements are in `docs/data/figures.json` with the command that prints them.
import { readFileSync } from 'node:fs'
import { ceilings, maxInstallMiB, serverInstalls } from '../tests/size/ceilings.ts'
import { tables } from './tables.mjs'

const { bundleKiB, installMiB, measured } = JSON.parse(readFileSync('docs/data/figures.json', 'utf8'))
const limit = Object.fromEntries(ceilings.map(({ program, maxGzipKiB }) => [program, String(maxGzipKiB)]))
const installLimit = Object.fromEntries(serverInstalls.map(({ packages, maxMiB }) => [packages.at(-1), String(maxMiB)]))
const values = {
  installLimit,
  limit: { ...limit, install: String(maxInstallMiB) },
  bundleKiB,
  installMiB,
  measured: Object.fromEntries(Object.entries(measured).map(([name, { value }]) => [name, value])),
}
const figure = /(<!-- figure (\w+)\.(\S+) -->)(.*?)(<!-- end -->)/g
const table = /(<!-- table (\S+) -->\n)([\s\S]*?)(<!-- end -->)/g

/** Returns a document with the current value of every marked figure and table. */
export function insertFigures(text, document) {
  return text
    .replace(figure, (_whole, head, group, name, _old, tail) => head + find(values[group], name, document) + tail)
    .replace(table, (_whole, head, name, _old, tail) => `${head}\n${find(tables, name, document)(document)}\n\n${tail}`)
}

/** Lists measurements that a document repeats outside of a marked figure. Code, decisions and tables are not searched. */
export function findCopies(text, document) {
  const prose = text
    .replace(figure, '')
    .replace(table, '')
    .replace(/```[\s\S]*?```/g, '')
  return Object.entries(measured)
    .filter(([, { value, isDistinct }]) => isDistinct && prose.includes(value))
    .map(([name, { value }]) => `${document}: ${value} is measured.${name}`)
}

function find(group, name, document) {
  if (group?.[name] === undefined) throw new Error(`${document}: there is no figure or table ${name}`)
  return group[name]
}
