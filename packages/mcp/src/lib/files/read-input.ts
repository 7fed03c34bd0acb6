import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { basename, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InputError } from '../input-error.ts'
import type { ServerContext } from '../server-context.ts'
import { checkPublicUrl } from './check-public-url.ts'
import { type MediaKind, sniffMedia } from './media-kind.ts'
import { outputUri } from './saved-files.ts'

type InputContext = Pick<ServerContext, 'settings' | 'files'>

/**
 * Reads an image argument: a path or `file:` URL within the allowed directories, the URI of a result, a `data:` URI, or a
 * public http(s) URL, which is returned for the API to fetch.
 *
 * @throws {InputError} when it is none of these, too large, or not an image.
 */
export async function readImageInput(context: InputContext, source: string): Promise<File | string> {
  return /^https?:/i.test(source) ? checkPublicUrl(source) : readFileInput(context, source, 'image')
}

/**
 * Reads an audio argument: a path or `file:` URL within the allowed directories, the URI of a result, or a `data:` URI.
 *
 * @throws {InputError} when it is none of these, too large, or not audio.
 */
export async function readAudioInput(context: InputContext, source: string): Promise<File> {
  if (/^https?:/i.test(source)) throw new InputError('Audio cannot be a URL: download it to an allowed directory first')
  return readFileInput(context, source, 'audio')
}

async function readFileInput(context: InputContext, source: string, kind: MediaKind): Promise<File> {
  if (/^data:/i.test(source)) return toFile(decodeDataUri(source, context), 'data', kind)
  const path = source.startsWith(outputUri) ? findResult(context, source) : toPath(source)
  const { handle, name } = await openAllowed(context, path)
  try {
    checkFile(await handle.stat(), name, context)
    return toFile(await handle.readFile(), name, kind)
  } finally {
    await handle.close()
  }
}

function toFile(bytes: Uint8Array<ArrayBuffer>, name: string, kind: MediaKind): File {
  const type = sniffMedia(bytes, kind)
  if (type === undefined) {
    throw new InputError(`${name} is not ${kind === 'image' ? 'an image' : 'an audio file'} in a known format`)
  }
  return new File([bytes], name, { type })
}

function decodeDataUri(uri: string, { settings }: InputContext): Uint8Array<ArrayBuffer> {
  const comma = uri.indexOf(',')
  if (comma === -1 || !/;base64$/i.test(uri.slice(0, comma))) throw new InputError('A data: URI must be in base64')
  if ((uri.length - comma) * 0.75 > settings.maxInputBytes + 3) throw tooLarge('The data: URI', settings.maxInputBytes)
  return Buffer.from(uri.slice(comma + 1), 'base64')
}

function findResult({ files }: InputContext, uri: string): string {
  const file = files.find(uri)
  if (file === undefined)
    throw new InputError(`${uri} is not a result of this server; resources/list has those that are`)
  return file.path
}

function toPath(source: string): string {
  if (source === '' || source.includes('\0')) throw new InputError('The path of the file is empty or malformed')
  if (!/^[a-z][a-z\d+.-]+:/i.test(source) || /^[a-z]:[\\/]/i.test(source)) return source
  try {
    return fileURLToPath(source)
  } catch {
    throw new InputError(
      `"${source.slice(0, 80)}" is not a path, a local file: URL, a data: URI or the URI of a result`,
    )
  }
}

/**
 * Opens a file within the allowed directories. A relative path is looked up in each of them. A path outside of them is
 * refused without reading the disk, so that it cannot be probed for files.
 */
async function openAllowed(
  { settings }: InputContext,
  path: string,
): Promise<{ readonly handle: FileHandle; readonly name: string }> {
  const roots = [settings.outputDirectory, ...settings.roots]
  const real = (await Promise.all(roots.map(resolveReal))).filter((root) => root !== undefined)
  const candidates = new Set(roots.map((root) => resolve(root, path)))
  for (const candidate of candidates) {
    if (![...roots, ...real].some((root) => contains(root, candidate))) continue
    const target = await resolveReal(candidate)
    if (target === undefined) continue
    if (!real.some((root) => contains(root, target))) throw outside(path, roots)
    // The name is resolved: another program cannot replace the file by a link before it is opened.
    const handle = await open(
      target,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    ).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(`${path} cannot be read (${error.code})`)
    })
    return { handle, name: basename(target) }
  }
  const isInside = [...candidates].some((candidate) => [...roots, ...real].some((root) => contains(root, candidate)))
  throw isInside ? new InputError(`${path} does not exist in ${roots.join(', ')}`) : outside(path, roots)
}

async function resolveReal(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined)
}

/** Returns whether a path is within a directory, and no part of it below the directory is hidden. */
function contains(root: string, path: string): boolean {
  const rest = relative(root, path)
  return rest !== '' && !isAbsolute(rest) && !rest.split(sep).some((part) => part.startsWith('.'))
}

function outside(path: string, roots: readonly string[]): InputError {
  return new InputError(
    `${path} is hidden or outside of the allowed directories (${roots.join(', ')}); allow its directory with --root when starting this MCP server`,
  )
}

function checkFile(stats: Stats, name: string, { settings }: InputContext): void {
  if (!stats.isFile()) throw new InputError(`${name} is not a file`)
  if (stats.size > settings.maxInputBytes) throw tooLarge(name, settings.maxInputBytes)
}

function tooLarge(name: string, maxBytes: number): InputError {
  return new InputError(`${name} is larger than ${maxBytes} bytes, the limit of this MCP server for input files`)
}
