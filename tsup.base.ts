import type { Options } from 'tsup'

/** Settings that every published package builds with; a package names only its entries. */
export const base: Options = {
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  // The output is readable as it is, and a map would be as large as itself (docs/decisions/0016).
  sourcemap: false,
  clean: true,
  dts: false,
  // tsup would strip the prefix otherwise, and `node:sqlite` has no other name.
  removeNodeProtocol: false,
  treeshake: true,
  // `node:` built-ins stay imports, and `#…` is resolved by the package's own `imports` map. Packages of ours are too, the one at
  // hand included: an entry that few import takes from the main one by name, or each file of that would be split for it.
  external: [/^node:/, /^#/, /^@mira\//],
}
