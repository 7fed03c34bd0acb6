import { Badge, Group, Paper, Progress, Text } from '@mantine/core'
import { useLanguage, useTexts } from '../../app/language.tsx'
import type { Capability, EngineDetails, EngineReport, EngineState } from './engines.ts'
import { texts } from './texts.ts'

interface EngineCardProps {
  readonly capability: Capability
  readonly report: EngineReport
  readonly details: EngineDetails | undefined
}

const colors: Readonly<Record<EngineState, string>> = {
  absent: 'gray',
  idle: 'gray',
  downloading: 'blue',
  loading: 'blue',
  ready: 'teal',
  failed: 'red',
}

/** Renders the engine of a capability: its state, and the origin of its model. */
export function EngineCard({ capability, report, details }: EngineCardProps) {
  const text = useTexts(texts)
  const { state, name, kind, hint } = report
  return (
    <Paper withBorder p="sm" component="section" aria-label={text.capabilities[capability]}>
      <Group justify="space-between" gap="xs" mb={4}>
        <Text fw={700}>{text.capabilities[capability]}</Text>
        <Badge variant="outline" color={colors[state]} tt="none" c="var(--mantine-color-text)">
          {text.states[state]}
        </Badge>
      </Group>
      {name !== undefined && (
        <Text size="sm" className="unbroken">
          {name} · {kind}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={4} className="unbroken">
        {details?.description ?? hint}
      </Text>
      {report.download !== undefined && <Download {...report.download} />}
      {details?.source !== undefined && <Origin details={details} />}
    </Paper>
  )
}

function Download({ done, total }: { readonly done: number; readonly total: number }) {
  const text = useTexts(texts)
  const { language } = useLanguage()
  const megabytes = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const label = text.downloaded(megabytes.format(done / 1e6), megabytes.format(total / 1e6))
  return (
    <>
      <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label={label} mt="xs" />
      <Text size="xs">{label}</Text>
    </>
  )
}

function Origin({ details }: { readonly details: EngineDetails }) {
  const text = useTexts(texts)
  const rows = (['source', 'revision', 'license', 'sha256'] as const).flatMap((field) => {
    const value = details[field]
    return value === undefined ? [] : [[field, value] as const]
  })
  return (
    <dl className="origin">
      {rows.map(([field, value]) => (
        <div key={field}>
          <dt>{text.details[field]}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
