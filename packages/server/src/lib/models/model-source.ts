import { expandName, modelCatalog } from './model-catalog.ts'

/** Model of a repository of a model hub. */
export interface HubSource {
  readonly kind: 'hub'
  /** `owner/name`. */
  readonly repository: string
  /** Quantization to choose among the files, such as `Q4_K_M`. */
  readonly quantization?: string | undefined
  /** File in the repository. */
  readonly file?: string | undefined
  /** Commit, branch or tag. Defaults to `main`. */
  readonly revision: string
}

/** Origin of the engine of one capability. */
export type ModelSource =
  | { readonly kind: 'local' }
  | { readonly kind: 'off' }
  | HubSource
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'upstream'; readonly url: string; readonly model?: string | undefined }

const forms = 'local, off, hf:owner/repo[:quantization|/file][@revision], ./file, https://host/v1[#model]'
const hubPattern = /^hf:([\w.-]+\/[\w.-]+)(?::([\w.-]+)|\/([^@]+))?(?:@([^@\s]+))?$/

/**
 * Parses the source of an engine: `local`, `off`, `hf:owner/repo[:quantization|/file][@revision]`, a path that starts with
 * `.`, `/` or a drive letter, a URL with an optional `#model`, or a name of the catalog, which stands for its `hf:` source.
 *
 * @throws {RangeError} with the accepted forms.
 */
export function parseModelSource(text: string): ModelSource {
  if (text === 'local' || text === 'off') return { kind: text }
  if (/^https?:\/\//i.test(text)) return parseUpstream(text)
  if (/^(?:\.{0,2}[/\\]|[a-z]:[/\\])/i.test(text)) return { kind: 'file', path: text }
  const hub = parseHubSource(expandName(text))
  if (hub !== undefined) return hub
  const names = modelCatalog.map(({ name }) => name).join(', ')
  throw new RangeError(
    `${JSON.stringify(text)} is not a source of models; use ${forms}, or a name of the catalog: ${names}`,
  )
}

/** Parses `hf:owner/repo[:quantization|/file][@revision]`. Undefined for any other text. */
export function parseHubSource(text: string): HubSource | undefined {
  const [, repository, quantization, file, revision = 'main'] = hubPattern.exec(text) ?? []
  if (repository === undefined || !isSafePath(repository) || !isSafePath(revision)) return undefined
  if (file !== undefined && !isSafePath(file)) return undefined
  return { kind: 'hub', repository, quantization, file, revision }
}

/** Formats a source as {@link parseHubSource} reads it. The default revision is left out. */
export function formatHubSource({ repository, quantization, file, revision }: HubSource): string {
  const choice = quantization === undefined ? (file === undefined ? '' : `/${file}`) : `:${quantization}`
  return `hf:${repository}${choice}${revision === 'main' ? '' : `@${revision}`}`
}

/** Returns whether a relative path of a hub stays within its directory on every system. */
export function isSafePath(path: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: file systems reject or misread them
  if (/[\\\u0000-\u001f]|^[a-z]:/i.test(path)) return false
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

function parseUpstream(text: string): ModelSource {
  const url = URL.parse(text)
  if (url === null) throw new RangeError(`${JSON.stringify(text)} is not a valid URL`)
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new RangeError(
      `The URL of an upstream at ${url.host} must not contain credentials or a query; set its key apart`,
    )
  }
  const model = decodeURIComponent(url.hash.slice(1))
  url.hash = ''
  return { kind: 'upstream', url: url.href.replace(/\/$/, ''), ...(model === '' ? {} : { model }) }
}
