/** Output of a bundler. */
export interface Bundled {
  readonly code: Uint8Array
  /** Bytes that each module contributes to the code, by path from the repository's root. */
  readonly moduleBytes: ReadonlyMap<string, number>
  /** Imports of Node built-ins left in the graph, as `module <- importer`. */
  readonly nodeImports: readonly string[]
}

/** Options for {@link Bundler}. */
export interface BundleOptions {
  /** Export conditions in addition to the bundler's own for a browser. */
  readonly conditions?: readonly string[] | undefined
}

/** Bundles a program for a browser: one ES module, minified, tree-shaken. */
export type Bundler = (file: string, options?: BundleOptions) => Promise<Bundled>
