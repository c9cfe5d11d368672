/** The page for what this device does not have: links to the documents it has. */
import { isKeptPage, PAGES } from '../data/kept-pages.ts';
import { toFragment } from '../fragments.ts';
import { el, part } from '../nodes.ts';

export async function connect(section: HTMLElement): Promise<void> {
  const items = (await keptDocuments()).map(({ pathname, html }) => {
    const heading = toFragment(html).querySelector('.crumb h1 > bdi');
    const title = el('bdi', { lang: heading?.getAttribute('lang') ?? null }, heading?.textContent?.trim() ?? pathname);
    return el('li', {}, el('a', { href: pathname }, title));
  });
  part(section, 'list').replaceChildren(...items);
  section.hidden = items.length === 0;
}

async function keptDocuments(): Promise<{ pathname: string; html: string }[]> {
  if (!('caches' in window)) return [];
  const found: { pathname: string; html: string }[] = [];
  for (const name of (await caches.keys()).filter((each) => each.startsWith(PAGES))) {
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      const { pathname } = new URL(request.url);
      if (isKeptPage(pathname) && pathname !== '/') found.push({ pathname, html: await (await pages.match(request))!.text() });
    }
  }
  return found;
}
