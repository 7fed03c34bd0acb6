import type { Options } from 'tsup'

/** Settings that every published package builds with; a package names only its entries. */
export const base: Options = {
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  splitting: true,
  sourcemap: true,
  // The sources are in the package beside their maps.
  esbuildOptions(options) {
    options.sourcesContent = false
  },
  clean: true,
  dts: false,
  // tsup would strip the prefix otherwise, and `node:sqlite` has no other name.
  removeNodeProtocol: false,
  treeshake: true,
  // `node:` built-ins stay imports, and `#…` is resolved by the package's own `imports` map.
  external: [/^node:/, /^#/],
}
