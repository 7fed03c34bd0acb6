// Runs Verdaccio on a free port, and prints its address: node registry-process.mjs VERDACCIO CONFIG
import { createRequire } from 'node:module'

const [verdaccio, config] = process.argv.slice(2)
const { runServer } = createRequire(import.meta.url)(verdaccio)
const server = await runServer(config)
server.listen(0, '127.0.0.1', () => console.log(`listening on port ${server.address().port}`))
