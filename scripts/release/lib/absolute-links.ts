/** Where the relative links of a document lead once it is read outside of the repository. */
export interface LinkBase {
  /** Address of the repository, without a slash at its end. */
  readonly home: string
  /** Tag or branch. */
  readonly ref: string
  /** Folder of the document, from the root of the repository, with `/`. */
  readonly directory: string
}

/** Code is matched first, so that nothing in it is taken for a link. A fence that is never closed reaches the end. */
const fence = '^(?<fence> {0,3}(?:`{3,}|~{3,})).*\\n(?:(?:[\\s\\S]*?\\n)??\\k<fence>.*$|[\\s\\S]*)'
const codeSpan = '(?<!`)(?<ticks>`+)(?!`)(?:(?!\\n[ \\t]*\\n)[\\s\\S])+?(?<!`)\\k<ticks>(?!`)'
/** The end of a link's text and its target; the text itself may hold code, or an image. */
const inlineLink = '(?<open>(?<image>!\\[[^\\[\\]\\n]*)?\\]\\()(?<inline>[^)\\s]+)'
const definition = '^(?<label> {0,3}\\[[^\\[\\]\\n]+\\]:[ \\t]+)(?<defined>\\S+)'
const pattern = new RegExp([fence, codeSpan, inlineLink, definition].join('|'), 'gm')

/**
 * Makes the relative links of a Markdown document absolute, for npm, whose pages and package managers have no repository
 * around them. Anchors within the document, absolute addresses and code stay as they are.
 *
 * @throws {RangeError} A link leads out of the repository.
 */
export function makeLinksAbsolute(markdown: string, base: LinkBase): string {
  return markdown.replace(pattern, (whole, ...rest) => {
    const { open, image, inline, label, defined } = rest.at(-1) as Readonly<Record<string, string | undefined>>
    const target = inline ?? defined
    if (target === undefined || !isRelative(target)) return whole
    return `${open ?? label}${resolveLink(target, base, image !== undefined)}`
  })
}

const isRelative = (target: string): boolean => !/^(?:[a-z][a-z0-9+.-]*:|[#/<])/i.test(target)

/** Files have a page at `blob`, folders at `tree`; the bytes of an image are at `raw`. */
function resolveLink(target: string, { home, ref, directory }: LinkBase, isImage: boolean): string {
  const [, path = '', suffix = ''] = /^([^?#]*)(.*)$/.exec(target) ?? []
  const segments: string[] = []
  for (const segment of `${directory}/${path}`.split('/')) {
    if (segment === '..' && segments.pop() === undefined) throw new RangeError(`${target} leads out of the repository`)
    if (!['', '.', '..'].includes(segment)) segments.push(segment)
  }
  const isFile = /\.\w+$/.test(segments.at(-1) ?? '') && !path.endsWith('/')
  const view = isImage ? 'raw' : isFile ? 'blob' : 'tree'
  return [home, view, ref, ...segments].join('/') + suffix
}
