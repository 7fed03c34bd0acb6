/** What a bundler made of a program. */
export interface Bundled {
  readonly code: Uint8Array
  /** Bytes that each module contributes to the code, by path from the repository's root. */
  readonly moduleBytes: ReadonlyMap<string, number>
  /** Imports of Node's own modules that are left in the graph, as `module <- importer`. */
  readonly nodeImports: readonly string[]
}

export interface BundleOptions {
  /** Export conditions beside the bundler's own for a browser. */
  readonly conditions?: readonly string[] | undefined
}

/** Bundles a program for a browser: one ES module, minified, tree-shaken. */
export type Bundler = (file: string, options?: BundleOptions) => Promise<Bundled>
