import Replicate from 'replicate'

const client = new Replicate({ auth: 'key' })
console.log(await client.run('someone/music', { input: { prompt: 'Melancholic synthwave' } }))
