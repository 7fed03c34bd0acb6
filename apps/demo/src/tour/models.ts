import { expect, type Step } from '../lib/step.ts'
import { writeTable } from '../lib/terminal.ts'

/** Lists the models and the engine behind each. */
export const models: Step = {
  name: 'models',
  title: 'Models',
  endpoints: ['GET /v1/models'],
  async run({ mira, signal }) {
    const { data } = await mira.models.list({ signal })
    expect(data.length > 0, 'The server must offer a model')
    const rows = data.map((model) => {
      const { name = '', kind = '' } = (model.engine ?? {}) as Record<string, string>
      return [model.id, kind, name]
    })
    writeTable(['Model', 'Kind', 'Engine'], rows)
    return `${data.length} models`
  },
}
