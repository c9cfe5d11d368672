/** What a page is about: its `<main>`, without the bars and dialogs around it. */
export function mainOf(page: string): string {
  return /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? '';
}
