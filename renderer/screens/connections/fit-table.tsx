import { useTranslation } from 'react-i18next'
import type { HostFacts } from '#core/host/facts.ts'
import { trainableOn } from '#core/host/machine.ts'
import { BESIDE, ERROR, type Fit, type FitCell, fitTable } from '#core/training/fit.ts'
import { KNOWN_SHAPES } from '#core/training/model-shape.ts'
import { presetRecipe } from '#core/training/trl-recipe.ts'
import { useFormat } from '../../words/format.ts'

const SIGNS: Readonly<Record<Fit, readonly [sign: string, tone: string]>> = {
  fits: ['✓', 'done'],
  tight: ['◐', 'dropped'],
  no: ['✕', 'failed'],
}
const GIB = 2 ** 30
const RECIPE = presetRecipe('smallGpuLora')

/** Which models can be trained on this machine, and how; computed from its facts, asked of nobody. */
export function FitTable({ facts }: { readonly facts: HostFacts }) {
  const { t } = useTranslation()
  const format = useFormat()
  const machine = trainableOn(facts)
  if (!machine) return null
  const rows = fitTable(KNOWN_SHAPES, RECIPE, machine)
  const gib = (bytes: number): string => format.number(Math.round(bytes / GIB))
  return (
    <section className="stack tight" aria-label={t('hosts.fit.title')}>
      <h3 className="strong">{t('hosts.fit.title')}</h3>
      <p className="soft small prose">
        {machine.gpu === undefined
          ? t('hosts.fit.memory', { free: gib(machine.free) })
          : t('hosts.fit.gpu', { gpu: machine.gpu, free: gib(machine.free) })}{' '}
        {t('hosts.fit.lead', {
          answers: RECIPE.prompts * RECIPE.group,
          tokens: format.number(RECIPE.maxTokens),
          prompt: format.number(RECIPE.maxPromptTokens),
          pass: RECIPE.microBatch,
          error: Math.round(ERROR * 100),
        })}
      </p>
      <div className="table-scroll">
        <table className="plain-table">
          <caption className="unseen">{t('hosts.fit.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('hosts.fit.model')}</th>
              {rows[0]?.cells.map((cell) => (
                <th key={wayOf(cell)} scope="col">
                  {t(`hosts.fit.way.${wayOf(cell)}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, cells }) => (
              <tr key={model}>
                <th scope="row">{model}</th>
                {cells.map((cell) => (
                  <Cell key={wayOf(cell)} cell={cell} gib={gib} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const wayOf = ({ method, recompute }: FitCell): 'lora' | 'loraAgain' | 'full' | 'fullAgain' =>
  recompute ? `${method}Again` : method

function Cell({ cell, gib }: { readonly cell: FitCell; gib(bytes: number): string }) {
  const { t } = useTranslation()
  const [sign, tone] = SIGNS[cell.fit]
  return (
    <td>
      <span className={`ink-${tone}`} role="img" aria-label={t(`hosts.fit.is.${cell.fit}`)}>
        {sign}
      </span>{' '}
      {t('hosts.fit.gib', { gib: gib(cell.need.peak + BESIDE) })}
      {cell.fit !== 'fits' && cell.microBatch > 0 && (
        <span className="soft small"> · {t('hosts.fit.pass', { count: cell.microBatch })}</span>
      )}
    </td>
  )
}
