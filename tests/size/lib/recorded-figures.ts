import { readFileSync, writeFileSync } from 'node:fs'
import type { Verdicts } from './verdicts.ts'

type Group = 'bundleKiB' | 'installMiB'

const file = new URL('../../../docs/data/figures.json', import.meta.url)

/** Differences up to this are due to the versions of zlib and of the file system. */
const tolerance = 0.15

/** Sizes of other clients as the documents state them (`docs/data/figures.json`), in KiB or MiB with one decimal. */
export class RecordedFigures {
  readonly #measured: Record<Group, Record<string, string>> = { bundleKiB: {}, installMiB: {} }

  /** Notes a measured size. */
  note(group: Group, name: string, size: number): void {
    this.#measured[group][name] = size.toFixed(1)
  }

  /** Writes what was measured, for `node scripts/snippets.mjs --write` to insert. */
  record(): void {
    const figures = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, `${JSON.stringify({ ...figures, ...this.#measured }, null, 2)}\n`)
  }

  /** Compares what was measured with the record. */
  check(verdicts: Verdicts): void {
    const recorded = JSON.parse(readFileSync(file, 'utf8'))
    const differences = Object.entries(this.#measured).flatMap(([group, sizes]) =>
      Object.entries(sizes)
        .filter(([name, size]) => !(Math.abs(Number(recorded[group]?.[name]) - Number(size)) <= tolerance))
        .map(([name, size]) => `${group} of ${name} is ${size}, recorded ${recorded[group]?.[name]} (--record)`),
    )
    verdicts.note('sizes of other clients in the documents', differences)
  }
}
