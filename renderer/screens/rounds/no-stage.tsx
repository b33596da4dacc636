import { Button } from '@mantine/core'
import { IconHourglassEmpty } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RoundStage } from '#core/round/round-plan.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { usePlace } from '../../store/place.ts'

/** Stands where a stage of a round has not run: what will stand here, and the way back to the board. */
export function NoStage({ stage, round }: { readonly stage: RoundStage; readonly round: number }) {
  const { t } = useTranslation()
  const go = usePlace((state) => state.go)
  return (
    <EmptyState
      icon={<IconHourglassEmpty size={40} stroke={1.3} />}
      title={t('rounds.notYet', { round, stage: t(`rounds.stage.${stage}`) })}
      text={t(`rounds.stageText.${stage}`)}
    >
      <Button variant="default" onClick={() => go({ page: 'rounds', view: 'board', round })}>
        {t('rounds.toBoard')}
      </Button>
    </EmptyState>
  )
}
