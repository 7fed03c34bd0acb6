import { cacheReplies, isCached } from '@mira/traffic'

console.log(cacheReplies, isCached)
