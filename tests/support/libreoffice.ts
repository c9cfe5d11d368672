/** What LibreOffice makes of Word files: somebody else's reading of what we write. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Why pages cannot be read here, or null when they can. */
export function missingForPages(): string | null {
  for (const [program, flag] of [
    ['soffice', '--version'],
    ['pdftotext', '-v'],
  ] as const) {
    try {
      execFileSync(program, [flag], { stdio: 'ignore', timeout: 60_000 });
    } catch {
      return program;
    }
  }
  return null;
}

export interface PlacedWord {
  text: string;
  /** Points from the left edge of the page, of the word's left and right side, and from the top. */
  left: number;
  right: number;
  top: number;
}

/** The words of a Word file as LibreOffice sets them on pages 595 points wide. */
export function wordsOnPages(docx: Uint8Array): PlacedWord[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-office-'));
  try {
    writeFileSync(path.join(folder, 'file.docx'), docx);
    const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`;
    execFileSync('soffice', [profile, '--headless', '--convert-to', 'pdf', '--outdir', folder, path.join(folder, 'file.docx')], {
      stdio: 'ignore',
      timeout: 120_000,
    });
    execFileSync('pdftotext', ['-bbox', path.join(folder, 'file.pdf'), path.join(folder, 'words.html')]);
    const words = readFileSync(path.join(folder, 'words.html'), 'utf8').matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)</g);
    return Array.from(words, ([, left, top, right, text]) => ({ text: text!, left: Number(left), right: Number(right), top: Number(top) }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
