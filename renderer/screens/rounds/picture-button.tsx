import { Button } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { svgPicture } from '../../parts/chart/svg-picture.ts'
import { FailureCard } from '../../parts/failure-card.tsx'

interface Props {
  readonly title: string
  /** Holds the drawing. */
  readonly box: RefObject<HTMLElement | null>
}

/** Saves the drawing in a box as PNG, where the user says. */
export function PictureButton({ title, box }: Props) {
  const { t } = useTranslation()
  const act = useAct(async () => {
    const drawing = box.current?.querySelector<SVGSVGElement>('svg[role=group]')
    if (drawing) await call('system.savePng', { name: title, png: await svgPicture(drawing) })
  })
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPhoto size={14} aria-hidden />}
        loading={act.busy}
        onClick={() => void act.run()}
      >
        {t('chart.png')}
      </Button>
      {act.failure && <FailureCard failure={act.failure} />}
    </>
  )
}
