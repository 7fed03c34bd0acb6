// netlify/functions/mira.ts
import { handler } from '../../mira.ts'

export const config = { path: '/api/mira/*' }

// biome-ignore lint/style/noDefaultExport: Netlify calls the default export.
export default handler
