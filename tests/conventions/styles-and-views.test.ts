import { describe, expect, test } from 'vitest';
import { projectFiles, readProjectFile } from '../support/project-files.ts';

const PHYSICAL = [
  /(?<=[;{\s])(?:left|right|(?:scroll-)?(?:margin|padding)-(?:left|right)|border-(?:left|right)[\w-]*|border-(?:top|bottom)-(?:left|right)-radius)\s*:/g,
  /(?<=[;{\s])(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b/g,
];

describe('styles', () => {
  test.each(projectFiles('public/styles', '.css'))('%s speaks of start and end, never of left and right', (file) => {
    const rules = withoutComments(readProjectFile(file));
    expect(PHYSICAL.flatMap((pattern) => rules.match(pattern) ?? [])).toEqual([]);
  });
});

describe('templates', () => {
  const templates = projectFiles('views', '.ejs');

  test.each(templates)('%s holds no style and no script of its own', (file) => {
    const html = withoutTags(readProjectFile(file));
    const inline = [/\sstyle\s*=/gi, /<style\b/gi, /\son[a-z]+\s*=/gi, /javascript:/gi].flatMap((pattern) => html.match(pattern) ?? []);
    const scripts = (html.match(/<script\b[^>]*>/gi) ?? []).filter((tag) => !/\ssrc=|type="application\/json"/.test(tag));
    expect([...inline, ...scripts]).toEqual([]);
  });

  /** What other templates were filled in to before. */
  const MADE_BEFORE: Record<string, string> = { 'views/layout.ejs': 'body', 'views/segments/workbench.ejs': 'group' };

  test.each(templates)('%s puts nothing on the page unescaped but other templates', (file) => {
    const raw = [...readProjectFile(file).matchAll(/<%-\s*([\s\S]*?)[-_]?%>/g)].map((match) => match[1]!.trim());
    expect(raw.filter((code) => !/^include\([\s\S]*\);?$/.test(code) && code !== MADE_BEFORE[file])).toEqual([]);
  });

  test.each(templates)('%s never hands a request to a template', (file) => {
    expect(readProjectFile(file)).not.toMatch(/<%[\s\S]*?\breq\.[\s\S]*?%>/);
  });
});

function withoutComments(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, '');
}

/** The HTML around EJS tags; an expression may well contain a word like `onclick`. */
function withoutTags(template: string): string {
  return template.replace(/<%[\s\S]*?%>/g, '');
}
