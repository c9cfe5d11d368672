/** The block of settings before the text that many site makers use, between lines of `---` or `+++`. */
const FRONT_MATTER = /^(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?:[^]*?(?:\r\n|\r|\n))?\1[ \t]*(?:\r\n|\r|\n|$)/;

/** How long it is, 0 without one. */
export function frontMatterLength(text: string): number {
  return FRONT_MATTER.exec(text)?.[0].length ?? 0;
}

/** The front matter with the settings of language and direction turned round; what it says in words stays. */
export function turnFrontMatter(frontMatter: string, sourceLang: string, targetLang: string): string {
  return frontMatter
    .replace(/^(\s*(?:lang|language|locale)\s*[:=]\s*["']?)([A-Za-z]{2,3}(?:[-_]\w+)*)/gm, (all, key: string, lang: string) =>
      lang.toLowerCase().split(/[-_]/)[0] === sourceLang ? `${key}${targetLang}` : all,
    )
    .replace(/^(\s*(?:dir|direction)\s*[:=]\s*["']?)rtl\b/gm, '$1ltr');
}

/** Whether the front matter says that the text runs from right to left. */
export function saysRtl(frontMatter: string): boolean {
  return /^\s*(?:dir|direction)\s*[:=]\s*["']?rtl\b/m.test(frontMatter);
}
