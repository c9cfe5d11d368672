/** Which words of a text may sound like a given one of the other language: those that share its first firm consonant. Keeps the cost of comparing names linear. */
import { readings } from '../../language/arabic/clitics.ts';
import { nameSimilarity, plainLatin } from '../../language/transliteration.ts';
import type { Word } from '../read-text.ts';
import { isCommonWord } from './common-words.ts';

/** Consonants that transliterations exchange share a sign. Vowels, h, w, y and their Arabic letters have none: they may not be written at all, or stand for one another. */
const ARABIC_SOUND = signs({ b: 'بپفڤ', t: 'تطدضثذ', s: 'سصزظشجچثذضت', k: 'كقگغخج', r: 'رغ', l: 'ل', m: 'منغ' });
const LATIN_SOUND = signs({ b: 'bpvf', t: 'td', s: 'szcjgxt', k: 'kqgcxj', r: 'r', l: 'l', m: 'mn' });
/** Of words without any firm consonant. */
const NO_SOUND = '-';
const MOST_COMPARED = 60;
const SMALL_PENALTY = 0.1;

function signs(groups: Record<string, string>): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (const [sign, letters] of Object.entries(groups)) for (const letter of letters) map.set(letter, (map.get(letter) ?? '') + sign);
  return map;
}

function firstSound(word: string, sounds: ReadonlyMap<string, string>): string {
  for (const letter of word) {
    const sound = sounds.get(letter);
    if (sound !== undefined) return sound;
  }
  return NO_SOUND;
}

function arabicSounds(word: string): Set<string> {
  return new Set(readings(word).flatMap((form) => [...firstSound(form, ARABIC_SOUND)]));
}

function latinSounds(word: string): Set<string> {
  return new Set(firstSound(plainLatin(word), LATIN_SOUND));
}

function isCapital(word: string): boolean {
  return /^\p{Lu}/u.test(word);
}

export interface Match {
  word: Word;
  similarity: number;
}

/** The different words of a text, to be asked which of them sounds like a word of the other language. */
class SoundGroups {
  private readonly groups = new Map<string, Word[]>();

  add(word: Word, sounds: Iterable<string>): void {
    for (const sign of sounds) {
      const group = this.groups.get(sign);
      if (group) group.push(word);
      else this.groups.set(sign, [word]);
    }
  }

  /** The most similar word of those that share a sound, or null. Among very many, only those about `share` (0 to 1) of the way through the text are compared. */
  best(sounds: Iterable<string>, share: number, similarityOf: (word: string) => number): Match | null {
    let best: Match | null = null;
    for (const sign of sounds) {
      for (const word of around(this.groups.get(sign) ?? [], share)) {
        const similarity = similarityOf(word.text);
        if (similarity > (best?.similarity ?? 0)) best = { word, similarity };
      }
    }
    return best;
  }
}

function around(group: readonly Word[], share: number): readonly Word[] {
  if (group.length <= MOST_COMPARED) return group;
  const first = Math.round(share * group.length) - MOST_COMPARED / 2;
  const start = Math.max(0, Math.min(group.length - MOST_COMPARED, first));
  return group.slice(start, start + MOST_COMPARED);
}

export class ArabicSounds {
  private readonly words = new SoundGroups();

  constructor(words: readonly Word[]) {
    const seen = new Set<string>();
    for (const word of words) {
      if (seen.has(word.text)) continue;
      seen.add(word.text);
      this.words.add(word, arabicSounds(word.text));
    }
  }

  best(latin: string, share: number): Match | null {
    return this.words.best(latinSounds(latin), share, (word) => nameSimilarity(word, latin));
  }
}

export class LatinSounds {
  private readonly words = new SoundGroups();
  private readonly known = new Set<string>();

  constructor(words: readonly Word[]) {
    for (const [at, word] of words.entries()) {
      const next = words[at + 1];
      this.learn(word);
      // Abd Allah for Abdullah, Al Jazeera for Aljazeera.
      if (next && next.start - word.end <= 1 && isCapital(word.text) && isCapital(next.text))
        this.learn({ text: word.text + next.text, start: word.start, end: next.end });
      if (word.text.includes('-')) for (const text of word.text.split('-')) this.learn({ ...word, text });
    }
  }

  /** Whether the very word is there, whatever its case, accents and possessive. */
  has(latin: string): boolean {
    return this.known.has(plainLatin(latin));
  }

  /** Names are written with a capital; a small word must sound more like the name to be it. */
  best(arabic: string, share: number, taken: ReadonlySet<string>): Match | null {
    const similarityOf = (word: string): number => {
      if (taken.has(plainLatin(word))) return 0;
      const similarity = nameSimilarity(arabic, word);
      return isCapital(word) ? similarity : isCommonWord(word) ? 0 : similarity - SMALL_PENALTY;
    };
    return this.words.best(arabicSounds(arabic), share, similarityOf);
  }

  private learn(word: Word): void {
    const plain = plainLatin(word.text);
    if (plain.length < 2 || this.known.has(plain)) return;
    this.known.add(plain);
    this.words.add(word, latinSounds(word.text));
  }
}
