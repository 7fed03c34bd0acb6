// app/api/mira/[...path]/route.ts
import { createProxyHandler } from '@mira/proxy'
import { options } from './mira.ts'

const handler = createProxyHandler(options)

export { handler as DELETE, handler as GET, handler as POST }
