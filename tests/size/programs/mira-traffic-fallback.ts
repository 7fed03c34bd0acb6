import { answeredBy, fallBack } from '@mira/traffic'

console.log(fallBack, answeredBy)
