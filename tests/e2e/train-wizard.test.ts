/**
 * A training is set up by keyboard on this computer as a host, through to its start: the draft outlives page and program,
 * prompts that are too long are named, a bad recipe is refused with what to do about it. The environment's Python answers
 * as one with TRL would, and runs a trainer that learns nothing in place of the kit's.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { THIS_COMPUTER } from '#core/host/stored-host.ts'
import { practiceKit } from '#tests/helpers/practice-kit.ts'
import { pythonProblem } from '#tests/helpers/python.ts'
import { newUserData, type RunningApp, root } from './app.ts'
import type { Hands } from './hands.ts'
import { makeSmallDataset } from './small-dataset.ts'
import { openWindow } from './window.ts'

const problem = pythonProblem()
if (problem) console.warn(`The training wizard is not driven here: ${problem}.`)

const MODEL = join(root, 'resources/nano')
const FACTS = { modules: { trl: '1.16.0', torch: '2.15.0' }, cuda: null, gpus: [], problem: null }

/** An environment's Python: told what it can import, and a trainer of its own. */
function practicePython(folder: string, kit: string): string {
  const file = join(folder, 'python')
  const script = `#!/bin/sh
case "$*" in
*/train_trl.py*) for config; do :; done; exec python3 -I '${kit}/train_trl.py' "$config" ;;
*) cat <<'FACTS'
${JSON.stringify(FACTS)}
FACTS
;;
esac
`
  writeFileSync(file, script)
  chmodSync(file, 0o755)
  return file
}

describe.skipIf(problem !== undefined)('setting up a training', () => {
  let running: RunningApp
  let hands: Hands
  const userData = newUserData()
  const home = mkdtempSync(join(tmpdir(), 'looptool-home-'))
  const kit = practiceKit()
  const python = practicePython(home, kit)
  const troubles: string[] = []

  async function start(): Promise<void> {
    ;({ running, hands } = await openWindow({ userData, env: { HOME: home }, patience: 20_000, troubles }))
  }
  beforeAll(async () => {
    await start()
    await running.call('project.openSample')
  })
  afterAll(async () => {
    await running?.close()
    for (const folder of [userData, home, kit]) rmSync(folder, { recursive: true, force: true })
  })

  const button = (name: string | RegExp) => hands.byRole('button', name)
  const heading = (name: string) => hands.byRole('heading', name).waitFor()
  const field = (label: string) =>
    running.page.getByLabel(label, { exact: true }).and(running.page.locator('input')).first()
  const said = (text: string | RegExp) => running.page.getByText(text).first().waitFor()
  async function type(label: string, text: string): Promise<void> {
    await field(label).focus()
    await hands.press('Control+a')
    await running.page.keyboard.type(text)
    await hands.press('Tab')
  }
  /** In both sizes that the window must look well in. */
  async function look(name: string): Promise<void> {
    await hands.look(name)
    await running.resize(1024, 700)
    await hands.look(`${name}-1024`)
    await running.resize(1280, 800)
  }
  const lengthsWish = async () => ({
    dataset: (await running.call('dataset.list'))[0]?.id ?? '',
    policy: {
      ...({ kind: 'onHost', host: THIS_COMPUTER, layout: 'small' } as const),
      start: { kind: 'model', folder: MODEL } as const,
    },
  })
  /** As somebody without a mouse gets there: through everything that the step has. */
  async function next(): Promise<void> {
    await hands.tabTo('Next')
    await hands.press('Enter')
  }

  it('begins with where: the small policy here, or a model of one’s own on a host', async () => {
    await makeSmallDataset(running)
    await hands.press('Control+6')
    await hands.enter(button('New training'))
    await heading('What is trained, and where?')
    await hands.look('train-where-small')
    await hands.enter(hands.byRole('radio', /^This computer/), 'Space')
    await button('Name the environment first').waitFor()
    await type('Environment: its Python on the host', python)
    await button('Name the model first').waitFor()
    await type('Model folder on the host', MODEL)
    await hands.choose('How prompts are written', 'in short, for the small policy')
    expect(await field('How prompts are written').inputValue()).toBe('in short, for the small policy')
    await hands.look('train-where-host')
    await next()
    await heading('What does it learn from?')
  })

  it('keeps the draft when the page is left, and when the program ends', async () => {
    await type('Name', 'Tried on this computer')
    await hands.enter(button('Leave and keep the draft'))
    await hands.enter(button('New training'))
    await heading('What does it learn from?')
    await expect.poll(async () => (await running.call('trainDraft.get')).title).toBe('Tried on this computer')
    const { folder } = (await running.call('project.current')) ?? { folder: '' }
    await running.close()
    await start()
    await running.call('project.open', { folder })
    await hands.press('Control+6')
    await hands.enter(button('New training'))
    await heading('What does it learn from?')
    expect(await field('Name').inputValue()).toBe('Tried on this computer')
  })

  it('shows how long the prompts are, and asks what becomes of those above the limit', async () => {
    await hands.enter(button('Count the prompts'))
    await said(/^✓ All \d+ prompts fit into 2,048 tokens/)
    const { lengths } = await running.call('lengths.of', { ...(await lengthsWish()), limit: 1 })
    await type('Most tokens of a prompt', String(lengths?.median))
    await said(/^✕ \d+ of \d+ prompts have more than/)
    await hands.enter(hands.byRole('radio', /^Leave them out of this training/), 'Space')
    await look('train-data')
    await hands.enter(button(/^Raise the limit to/))
    await said(/^✓ All \d+ prompts fit/)
    await next()
  })

  it('says what it starts from', async () => {
    await heading('What does it start from?')
    await hands.look('train-start')
    await next()
  })

  it('tells each setting with its flag, and what differs from the recipe', async () => {
    await heading('How is it trained?')
    await hands.look('train-recipe')
    await hands.enter(hands.byRole('radio', /^This computer/), 'Space')
    await said(/change of yours to “Small GPU, LoRA” was put aside/)
    await type('Answers a pass', '48')
    await said('128 answers a step, which 48 a pass do not divide.')
    await hands.byRole('region', 'Different from “This computer”').getByText('Answers a pass').waitFor()
    await hands.enter(running.page.getByText('All settings'))
    await look('train-recipe-all')
  })

  it('writes the recipe as YAML with each flag, and reads it again', async () => {
    const file = join(home, 'mine.yaml')
    await running.app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = (() => Promise.resolve({ canceled: false, filePath: path })) as never
      dialog.showOpenDialog = (() => Promise.resolve({ canceled: false, filePaths: [path] })) as never
    }, file)
    await hands.enter(button('Save YAML'))
    await said(`Saved as ${file}`)
    expect(readFileSync(file, 'utf8')).toContain('microBatch: 48 # per_device_train_batch_size')
    await hands.enter(button('Undo: Answers a pass'))
    await said('128 answers a step, in 4 passes of 32')
    await hands.enter(button('Open YAML'))
    await said('128 answers a step, which 48 a pass do not divide.')
    await next()
  })

  it('refuses what would fail, with what to do about it', async () => {
    await heading('Will it go well?')
    await button('Run the pre-flight first').waitFor()
    await hands.tabTo('Run the pre-flight')
    await hands.press('Enter')
    await button('1 thing stands in the way').waitFor()
    await look('train-check-red')
    expect(await button('1 thing stands in the way').isDisabled()).toBe(true)
    await hands.enter(button('Take 32 a pass'))
  })

  it('starts once its limits are accepted, and leads to the run', async () => {
    await button(/^Accept \d limits? first/).waitFor()
    await hands.look('train-check')
    await hands.enter(hands.byRole('checkbox', /want to start all the same$/), 'Space')
    await hands.enter(button('Start training on This computer'))
    await heading('Tried on this computer')
    await expect
      .poll(async () => (await running.call('training.runs'))[0], { timeout: 30_000 })
      .toMatchObject({ trainer: 'trl', state: 'done', step: 50, title: 'Tried on this computer' })
  })

  it('offers its checkpoints as a start, and met no error of its own', async () => {
    await hands.enter(button('New training'))
    await hands.enter(hands.byRole('button', /Start from/))
    await heading('What does it start from?')
    await hands.enter(hands.byRole('radio', /^A checkpoint of an earlier training/), 'Space')
    await hands.enter(hands.byRole('radio', /^Step 50/), 'Space')
    await hands.look('train-start-checkpoint')
    expect(troubles).toEqual([])
  })
})
