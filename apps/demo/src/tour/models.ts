import { expect, type Step } from '../lib/step.ts'
import { formatTable, writeLine } from '../lib/terminal.ts'

/** Lists the models and the engine behind each. */
export const models: Step = {
  name: 'models',
  title: 'Models',
  endpoints: ['GET /v1/models'],
  async run({ mira, signal }) {
    const { data } = await mira.models.list({ signal })
    expect(data.length > 0, 'The server must offer a model')
    const rows = data.map((model) => {
      const { name = '', kind = '', description = '' } = (model.engine ?? {}) as Record<string, string>
      return [model.id, name, kind, description.split('. ')[0] as string]
    })
    writeLine(formatTable(['Model', 'Engine', 'Kind', 'Description'], rows))
    return `${data.length} models`
  },
}
