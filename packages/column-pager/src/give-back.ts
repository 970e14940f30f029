// Gives a buffer back to the pager, where nothing hangs on it any more. A pager may refuse one that somebody marked as untransferable: then
// it stays lent until it is collected, and whoever gave it back goes on, because columns, claims and counts are worth more.
import type { Pager } from '@spillway/pager-native'
import { warn } from './policy-recorder.js'
import { thrownText } from './thrown-text.js'

/** `pager.recycle(buffer)`, which throws nothing but a warning. */
export function giveBack(pager: Pager, buffer: ArrayBuffer): void {
  try {
    pager.recycle(buffer)
  } catch (error) {
    warn('COLUMN_CONTRACT_BROKEN', `a buffer cannot be given back to the pager, and stays lent: ${thrownText(error)}`)
  }
}
