import * as hooks from '@mira/react'

// With React, without the renderer.
console.log(hooks)
