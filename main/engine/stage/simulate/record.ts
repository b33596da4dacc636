import type { Dialog } from '#core/dialog/dialog.ts'
import { decodeSetup, dialogOf, StoredDialogError } from '#core/dialog/stored.ts'
import { Failure } from '#core/failure/failure.ts'
import type { StepRecord } from '../../job/kind.ts'

/**
 * A dialog as an item of a simulate job keeps it.
 *
 * @param input the item's input: the dialog's setup
 * @param steps the item's durable steps, in order
 * @throws Failure `dialog.damaged`
 */
export function dialogFromSteps(input: unknown, steps: readonly StepRecord[]): Dialog {
  try {
    return dialogOf(
      decodeSetup(input),
      steps.map((step) => step.body),
    )
  } catch (error) {
    if (error instanceof StoredDialogError)
      throw new Failure('dialog.damaged', { where: error.where }, error.message)
    throw error
  }
}
