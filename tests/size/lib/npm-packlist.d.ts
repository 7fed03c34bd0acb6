declare module 'npm-packlist' {
  /** Node of npm's dependency tree, with the fields that are read. */
  interface PackageTree {
    readonly path: string
    readonly package: object
    readonly isProjectRoot: boolean
    readonly edgesOut: ReadonlyMap<string, unknown>
  }

  /** Resolves with the paths, relative to the package, of the files that npm packs. */
  function packlist(tree: PackageTree): Promise<string[]>
  export = packlist
}
