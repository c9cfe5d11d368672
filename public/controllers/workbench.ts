/** The workbench page: brings its parts together, in the order in which they need each other. */
import { activate, activeRowId, deactivate } from '../workbench/activation.ts';
import { listenForActions } from '../workbench/actions.ts';
import { startButtons } from '../workbench/buttons.ts';
import { startChanges } from '../workbench/changes.ts';
import { startCodes } from '../workbench/codes.ts';
import { defineCommands } from '../workbench/commands.ts';
import { startDrafting } from '../workbench/drafting.ts';
import { on } from '../workbench/events.ts';
import { showRow } from '../workbench/field.ts';
import { startFindings } from '../workbench/findings.ts';
import { startLive } from '../workbench/live.ts';
import { startLostTexts } from '../workbench/lost-text.ts';
import { drawSpine } from '../workbench/marks.ts';
import { startMarking } from '../workbench/marking.ts';
import { startNavigation } from '../workbench/navigation.ts';
import { startOrigins } from '../workbench/origins.ts';
import { startPresence } from '../workbench/presence.ts';
import { drawResting } from '../workbench/resting.ts';
import { adoptRows, elementOf } from '../workbench/rows.ts';
import { startSaveMark } from '../workbench/save-mark.ts';
import { startSaving, unsavedText } from '../workbench/saving.ts';
import { startSetBack } from '../workbench/set-back.ts';
import { startSuggestions } from '../workbench/suggestions.ts';
import { startUndo } from '../workbench/undo-redo.ts';
import { startVersions } from '../workbench/versions.ts';
import { startWordCount } from '../workbench/word-count.ts';

/** A row whose view changed is drawn again: as paragraph, or in its field with what is not yet saved. */
function drawUpdates(): void {
  on('row-updated', ({ row }) => {
    const element = elementOf(row.id);
    if (!element) return;
    if (row.id !== activeRowId()) return drawResting(element, row, unsavedText(row.id));
    showRow(row, unsavedText(row.id));
    drawSpine(element, row);
  });
}

/** When somebody splits or joins the row that is open here, its successor opens. */
function followSuccessors(): void {
  let wanted: string | undefined;
  on('before-replaced', ({ retired, successors }) => {
    const active = activeRowId();
    if (active === null || !retired.includes(active)) return;
    deactivate();
    wanted = successors[0];
  });
  on('row-replaced', ({ segmentIds }) => {
    if (wanted !== undefined && activeRowId() === null && segmentIds.includes(wanted)) activate(wanted, { caret: 'start' });
    wanted = undefined;
  });
}

export async function connect(main: HTMLElement): Promise<void> {
  const list = main.querySelector<HTMLElement>('.segments')!;
  const whose = { personId: main.dataset.person!, documentId: main.dataset.document! };
  adoptRows(list);
  listenForActions(document);
  drawUpdates(); // before the marks: they speak of what the field shows
  startSaveMark();
  startVersions(main.dataset.personName ?? '');
  followSuccessors();
  startLostTexts();
  startMarking(list);
  startChanges(main.dataset.personName ?? '');
  startCodes();
  startButtons();
  startSuggestions();
  startDrafting(main);
  startWordCount();
  startOrigins();
  defineCommands();
  await Promise.all([startSaving(whose), startUndo(whose)]);
  startFindings(main.dataset.checks!);
  startNavigation(list);
  startPresence(whose);
  startSetBack(main, whose);
  startLive(whose.documentId, main.dataset.position!);
  main.dataset.ready = '';
}
