import { createClient } from '@mira/core'
import { createMcpServer } from '@mira/mcp'
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio'

const mira = createClient({ timeout: 120_000 }) // reads MIRA_API_KEY and MIRA_BASE_URL
const server = createMcpServer(mira, { roots: ['photos'], tools: ['edit_image', 'locate_objects'] })
await server.connect(new StdioServerTransport())
