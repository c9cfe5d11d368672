/** Days of the week. */
import { DAYS, placeInEnglish, type CalendarName } from './calendar-words.ts';
import type { Check, Found } from './check.ts';

/** What stands before the name of a day that is also another word (the two, the group). */
const DAY_BEFORE = /(?:يوم|مساء|صباح|ليله|ايام|فجر|ظهر|عصر|غد|امس|نهار|اليوم|غدا|مساءي|الماضي) ?$/;
const DAY_WITHIN = /يوم /;
const WEEKEND = /\bweekends?\b/i;
const RELATIVE = /\b(?:today|tonight|yesterday|tomorrow)\b/i;
const TODAY = /(?:اليوم|امس|غدا|غد|الليله) $/;

export const weekday: Check = {
  id: 'weekday',
  severity: 'high',
  run({ source, target }) {
    const found: Found[] = [];
    let agreed = 0;
    for (const day of DAYS) {
      const place = placeOf(day, source.folded.text);
      if (!place) continue;
      if (isNamed(day, target.text, place.isRelative)) agreed++;
      else {
        const span = source.spanOfFolded(place.start, place.end);
        found.push({ message: 'weekday', values: { name: day.english, written: source.wordsAt(span) }, source: span });
      }
    }
    return { found, agreed };
  },
};

function placeOf(day: CalendarName, folded: string): { start: number; end: number; isRelative: boolean } | null {
  for (const match of folded.matchAll(day.source)) {
    const bare = match[0].replace(/^.?يوم /, '');
    const before = folded.slice(Math.max(0, match.index - 9), match.index);
    if (!day.isAmbiguous?.test(bare) || DAY_WITHIN.test(match[0]) || DAY_BEFORE.test(before)) {
      return { start: match.index, end: match.index + match[0].length, isRelative: TODAY.test(before) };
    }
  }
  return null;
}

function isNamed(day: CalendarName, text: string, isRelative: boolean): boolean {
  return placeInEnglish(day, text) !== null || (day.number >= 5 && WEEKEND.test(text)) || (isRelative && RELATIVE.test(text));
}
