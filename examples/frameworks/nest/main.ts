import 'reflect-metadata'
import { createProxyHandler, endpoints } from '@mira/proxy'
import { toNodeHandler } from '@mira/proxy/node'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

const handler = createProxyHandler({
  allow: endpoints.chat,
  authorize: (request) => /\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1],
  limits: { requests: 30 },
})

@Module({})
class AppModule {}

async function start(): Promise<void> {
  const app = await NestFactory.create(AppModule)
  app.use('/api/mira', toNodeHandler(handler))
  await app.listen(Number(process.env.PORT ?? 3_000))
  console.log('listening on', app.getHttpServer().address())
}

void start()
