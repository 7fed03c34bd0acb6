// netlify/functions/mira.ts
import { handler } from '../../mira.ts'

export const config = { path: '/api/mira/*' }

export default handler
