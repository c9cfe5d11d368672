/** Splitting the active segment at the caret and joining it with the next; the server keeps every word. */
import { askJson, Refusal } from '../net/api.ts';
import { word } from '../words.ts';
import { activate, activeRowId } from './activation.ts';
import { alertNow, announce } from './announce.ts';
import { fieldElement, getText, isUntouchedDraft } from './field.ts';
import { pairAtTarget, sentencePairs } from './pairing.ts';
import { replaceRetired } from './refresh.ts';
import { rowOf } from './rows.ts';
import { flush, isUnsaved } from './saving.ts';
import { sayProblem } from './save-mark.ts';

interface Made {
  segments: string[];
}

/** Where the Arabic is cut for a caret in the English: at the border of sentences nearest to it, else at the space nearest to the same share. */
function sourceCut(id: string, caret: number): number | null {
  const row = rowOf(id)!;
  const text = getText() ?? '';
  const selected = sourceCaret(id);
  if (selected !== null) return selected;
  const pairs = sentencePairs(row, text);
  const pair = pairAtTarget(pairs, Math.max(0, caret - 1));
  if (pair && pairs.length > 1) {
    const isNearEnd = caret - pair.target.start > pair.target.end - caret;
    const cut = isNearEnd ? pair.source.end : pair.source.start;
    if (cut > 0 && cut < row.source.trimEnd().length) return cut;
  }
  return spaceNear(row.source, text === '' ? row.source.length / 2 : (caret / text.length) * row.source.length);
}

/** A caret or selection in the Arabic says exactly where. */
function sourceCaret(id: string): number | null {
  const chosen = getSelection();
  const source = chosen?.anchorNode?.parentElement?.closest<HTMLElement>('.segment[data-active] .source');
  if (!chosen || !source || source.closest<HTMLElement>('.segment')?.dataset.id !== id) return null;
  const range = document.createRange();
  range.selectNodeContents(source);
  range.setEnd(chosen.getRangeAt(0).startContainer, chosen.getRangeAt(0).startOffset);
  return range.toString().length;
}

function spaceNear(source: string, offset: number): number | null {
  const spaces = Array.from(source.trimEnd().matchAll(/\s+/g), (match) => match.index).filter((at) => at > 0);
  return spaces.reduce<number | null>((best, at) => (best === null || Math.abs(at - offset) < Math.abs(best - offset) ? at : best), null);
}

/** Has the server every word before segments change hands? */
async function isAllSent(id: string): Promise<boolean> {
  await flush(id);
  if (!isUnsaved(id)) return true;
  alertNow(word('split.unsaved'));
  return false;
}

async function change(id: string, path: string, body: object): Promise<string[] | null> {
  if (!(await isAllSent(id))) return null;
  try {
    const { segments } = await askJson<Made>(`/segments/${encodeURIComponent(id)}/${path}`, { method: 'POST', body, ifMatch: rowOf(id)!.target.revisionId });
    return segments;
  } catch (error) {
    const said = word('split.failed', { reason: error instanceof Refusal ? error.message : word('save.offline') });
    sayProblem(id, said);
    return null;
  }
}

/** Splits the active segment at the caret. */
export async function split(): Promise<void> {
  const id = activeRowId();
  const field = fieldElement();
  if (id === null || !field) return;
  const caret = field.selectionStart;
  const sourceOffset = sourceCut(id, caret);
  if (sourceOffset === null) return sayProblem(id, word('split.where'));
  const targetOffset = isUntouchedDraft() ? 0 : caret;
  const made = await change(id, 'splits', { sourceOffset, targetOffset });
  if (!made) return;
  await replaceRetired([id], made);
  activate(made[1]!, { caret: 'start', keepTop: true });
  const [first, second] = made.map((each) => rowOf(each)?.number ?? 0);
  announce(word('split.done', { first: first!, second: second! }));
}

/** Joins the active segment with the next one of its paragraph. */
export async function join(nextId: string | null): Promise<void> {
  const id = activeRowId();
  if (id === null) return;
  if (nextId === null || !rowOf(id)!.canJoin) return sayProblem(id, word('split.last'));
  const caret = getText()?.length ?? 0;
  if (!(await isAllSent(nextId))) return;
  const made = await change(id, 'joins', {});
  if (!made) return;
  await replaceRetired([id, nextId], made);
  activate(made[0]!, { caret, keepTop: true });
  announce(word('split.joined', { number: rowOf(made[0]!)?.number ?? 0 }));
}
