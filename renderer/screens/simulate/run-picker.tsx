import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useJobs } from '../../store/jobs.ts'
import { usePlace } from '../../store/place.ts'

/** From one run to another, or to a new one. */
export function RunPicker({ chosen }: { readonly chosen?: string }) {
  const { t } = useTranslation()
  const jobs = useJobs((state) => state.jobs) ?? []
  const go = usePlace((state) => state.go)
  const runs = jobs.filter((job) => job.spec.kind === 'simulate')
  if (runs.length === 0) return null
  return (
    <>
      {(runs.length > 1 || chosen === undefined) && (
        <Select
          size="xs"
          w={220}
          aria-label={t('simulate.runs')}
          placeholder={t('simulate.runs')}
          value={chosen ?? null}
          data={runs.map((job, index) => ({
            value: job.spec.id,
            label: `${t('simulate.runs')} ${runs.length - index} · ${job.spec.title}`,
          }))}
          onChange={(id) => id !== null && go({ page: 'simulate', job: id })}
        />
      )}
      {chosen !== undefined && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => go({ page: 'simulate' })}
        >
          {t('simulate.new')}
        </Button>
      )}
    </>
  )
}
