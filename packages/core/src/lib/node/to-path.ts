/**
 * The path of a file that is named by its path or by a `file:` URL.
 *
 * @throws {TypeError} for a URL of any other kind.
 */
export async function toPath(file: string | URL): Promise<string> {
  if (typeof file === 'string') return file
  const { fileURLToPath } = await import('node:url')
  return fileURLToPath(file)
}
