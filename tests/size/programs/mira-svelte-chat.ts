import { createChat, setMira } from '@mira/svelte'

console.log(createChat, setMira)
