/**
 * Converts a path or a `file:` URL to a path.
 *
 * @throws {TypeError} when the URL is not a `file:` URL.
 */
export async function toPath(file: string | URL): Promise<string> {
  if (typeof file === 'string') return file
  const { fileURLToPath } = await import('node:url')
  return fileURLToPath(file)
}
