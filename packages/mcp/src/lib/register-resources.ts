import {
  type McpServer,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server'
import { outputUri, readSavedFile, type SavedFile } from './files/saved-files.ts'
import type { ServerContext } from './server-context.ts'

/** Offers the results of this process as resources. */
export function registerResources(server: McpServer, context: ServerContext): void {
  const list = () => ({ resources: context.files.list().map(toResource) })
  server.registerResource(
    'output',
    new ResourceTemplate(`${outputUri}{name}`, { list }),
    { title: 'Results', description: 'Files that the tools have saved' },
    (uri) => readResource(context, uri.href),
  )
}

interface ResourceEntry {
  uri: string
  name: string
  mimeType: string
  size: number
}

function toResource({ uri, name, mediaType, sizeBytes }: SavedFile): ResourceEntry {
  return { uri, name, mimeType: mediaType, size: sizeBytes }
}

async function readResource({ files, settings }: ServerContext, uri: string): Promise<ReadResourceResult> {
  const file = files.find(uri)
  if (file === undefined) throw new ResourceNotFoundError(uri)
  if (file.sizeBytes > settings.maxResourceBytes) {
    const text = `${file.name} has ${file.sizeBytes} bytes, more than the limit of ${settings.maxResourceBytes} for a resource; it is saved at ${file.path}`
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, text)
  }
  const bytes = await readSavedFile(file).catch(() => {
    throw new ResourceNotFoundError(uri)
  })
  return { contents: [{ uri, mimeType: file.mediaType, blob: bytes.toString('base64') }] }
}
