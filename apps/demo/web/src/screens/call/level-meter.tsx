import './call.css'
import { Text } from '@mantine/core'
import type { CallLevels, Store } from '@mira/react'
import { useEffect, useId, useRef } from 'react'

/** Decay per frame after a peak, as a fraction of the bar. */
const fall = 0.08

interface LevelMeterProps {
  readonly levels: Store<CallLevels>
  readonly side: keyof CallLevels
  readonly label: string
}

/** Renders a bar whose length follows an audio level. */
export function LevelMeter({ levels, side, label }: LevelMeterProps) {
  const meter = useRef<HTMLDivElement>(null)
  const labelId = useId()
  useEffect(() => {
    let shown = 0
    let peak = 0
    let frame = 0
    const draw = () => {
      shown = Math.max(peak, shown - fall, 0)
      peak = 0
      meter.current?.style.setProperty('--share', String(shown))
      meter.current?.setAttribute('aria-valuenow', String(Math.round(shown * 100)))
      frame = shown > 0 ? requestAnimationFrame(draw) : 0
    }
    const off = levels.subscribe(() => {
      // Speech peaks at about a tenth of full scale but is not perceived as quiet.
      peak = Math.max(peak, Math.min(1, Math.sqrt(levels.getSnapshot()[side]) * 1.5))
      frame ||= requestAnimationFrame(draw)
    })
    return () => {
      off()
      cancelAnimationFrame(frame)
    }
  }, [levels, side])
  return (
    <div className="level">
      <Text size="xs" c="dimmed" id={labelId}>
        {label}
      </Text>
      {/* biome-ignore lint/a11y/useSemanticElements: how the parts of a <meter> look is left to each browser */}
      <div
        ref={meter}
        className="meter"
        role="meter"
        aria-labelledby={labelId}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
      />
    </div>
  )
}
