/** The public home of the repository, from its address. */
export interface Home {
  /** `https://github.com/OWNER/REPO`. */
  readonly url: string
  readonly repositoryUrl: string
  readonly bugsUrl: string
}

/** The fields of a manifest that say where the package comes from. */
export interface HomeFields {
  readonly author?: string
  readonly homepage?: string
  readonly repository?: { readonly type: string; readonly url: string; readonly directory: string }
  readonly bugs?: { readonly url: string }
}

type Manifest = Record<string, unknown> & { readonly publishConfig?: Record<string, unknown> }

/** Fields that {@link writeHome} owns, in the order in which it adds them. */
const ownFields = ['author', 'homepage', 'repository', 'bugs'] as const

/**
 * Parses the address of a repository on GitHub, where the release workflow runs.
 *
 * @throws {TypeError} The address has another form.
 */
export function parseHome(address: string): Home {
  const [, owner, name] = /^https:\/\/github\.com\/([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(address) ?? []
  if (owner === undefined || name === undefined || name === '.' || name === '..')
    throw new TypeError(`The home is an address of the form https://github.com/OWNER/REPO, not ${address}`)
  const url = `https://github.com/${owner}/${name}`
  return { url, repositoryUrl: `git+${url}.git`, bugsUrl: `${url}/issues` }
}

/** Returns the home that a manifest states, or undefined if it has none. */
export function readHome({ repository }: HomeFields): Home | undefined {
  const [, url] = /^git\+(https:.*)\.git$/.exec(repository?.url ?? '') ?? []
  return url === undefined ? undefined : parseHome(url)
}

/** Options for {@link writeHome}. */
export interface WriteHomeOptions {
  readonly home: Home
  /** Folder of the package, from the root of the repository, with `/`. */
  readonly directory: string
  /** `Name <address>`; without it, an author that is stated already stays. */
  readonly author?: string | undefined
}

/**
 * Writes the home into the text of a `package.json`, and turns provenance on. Keeps the order of existing fields, the
 * indentation and the line ends; new fields follow `license`.
 */
export function writeHome(text: string, { home, directory, author }: WriteHomeOptions): string {
  const manifest: Manifest = JSON.parse(text)
  const stated = author ?? manifest.author
  const values: Record<(typeof ownFields)[number], unknown> = {
    author: stated,
    homepage: `${home.url}/tree/main/${directory}#readme`,
    repository: { type: 'git', url: home.repositoryUrl, directory },
    bugs: { url: home.bugsUrl },
  }
  const written = insertAfterLicense(manifest, values)
  return format({ ...written, publishConfig: { ...manifest.publishConfig, provenance: true } }, text)
}

/** Removes what {@link writeHome} has written, and turns provenance off. */
export function removeHome(text: string): string {
  const entries = Object.entries(JSON.parse(text) as Manifest).filter(([key]) => !isOwn(key))
  const manifest: Manifest = Object.fromEntries(entries)
  if (manifest.publishConfig === undefined) return format(manifest, text)
  const { provenance: _, ...publishConfig } = manifest.publishConfig
  return format({ ...manifest, publishConfig }, text)
}

const isOwn = (key: string): key is (typeof ownFields)[number] => (ownFields as readonly string[]).includes(key)

/** Sets fields where they are; those that are missing are inserted after `license`, or at the end without one. */
function insertAfterLicense(manifest: Manifest, values: Readonly<Record<string, unknown>>): Manifest {
  const missing = Object.entries(values).filter(([key, value]) => !(key in manifest) && value !== undefined)
  const entries = Object.entries(manifest).map(([key, value]) => [key, isOwn(key) ? values[key] : value] as const)
  const after = entries.findIndex(([key]) => key === 'license')
  const at = after === -1 ? entries.length : after + 1
  return Object.fromEntries([...entries.slice(0, at), ...missing, ...entries.slice(at)])
}

/** Formats a manifest as the text that it was read from is formatted. */
function format(manifest: Manifest, like: string): string {
  const [, indentation = '  '] = /^\{\r?\n([ \t]+)/.exec(like) ?? []
  const lineEnd = like.includes('\r\n') ? '\r\n' : '\n'
  const end = /\n$/.test(like) ? lineEnd : ''
  return JSON.stringify(manifest, null, indentation).replaceAll('\n', lineEnd) + end
}
