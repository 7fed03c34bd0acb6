// api/mira/[...path].ts
import { handler } from '../../../mira.ts'

export { handler as DELETE, handler as GET, handler as POST }
