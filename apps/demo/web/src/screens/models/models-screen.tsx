import './models.css'
import { SimpleGrid, Stack } from '@mantine/core'
import { useTexts } from '../../app/language.tsx'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { ChangeModel } from './change-model.tsx'
import { EngineCard } from './engine-card.tsx'
import { capabilities } from './engines.ts'
import { writeModelsCode } from './models-code.ts'
import { texts } from './texts.ts'
import { useEngines } from './use-engines.ts'

/** Renders the screen that shows the engines of the server and the origin of their models. */
export function ModelsScreen() {
  const text = useTexts(texts)
  const engines = useEngines()
  return (
    <ScreenFrame title={text.title} about={text.about} code={writeModelsCode}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {capabilities.flatMap((capability) => {
            const report = engines?.reports[capability]
            if (report === undefined) return []
            const details = engines?.details.get(report.name ?? '')
            return [<EngineCard key={capability} capability={capability} report={report} details={details} />]
          })}
        </SimpleGrid>
        <ChangeModel />
      </Stack>
    </ScreenFrame>
  )
}
