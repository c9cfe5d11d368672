/** The pages of the program: every GET of the access matrix, as somebody who may see it. */
import { MATRIX, ROLES } from '../conventions/access-matrix.ts';
import type { TestApp } from './workbench.ts';

export interface PageAddress {
  route: string;
  /** The role in whose name it is asked for: the first that gets it. */
  role: (typeof ROLES)[number];
  address(app: TestApp): Promise<string>;
}

/** Not pages: a stream that never ends, and an answer for machines. */
const NO_PAGES = ['GET /events', 'GET /healthz'];

/** Managers see more of a page than others, so they are asked first. */
const ASKED: readonly (typeof ROLES)[number][] = ['manager', 'reviewer', 'translator', 'admin', 'anonymous'];

export const PAGES: PageAddress[] = Object.entries(MATRIX)
  .filter(([route]) => route.startsWith('GET ') && !NO_PAGES.includes(route))
  .map(([route, row]) => ({
    route,
    role: ASKED.find((role) => row.expected[ROLES.indexOf(role)] === 200) ?? 'anonymous',
    async address(app) {
      const { world } = app;
      const path = route.slice('GET '.length);
      const id = path.startsWith('/segments/') ? world.segments[0]! : path.startsWith('/projects/') ? world.projectId : world.documentId;
      return row.address ? await row.address({ app, world, index: ROLES.indexOf('manager'), commentId: '', jobId: '' }) : path.replace(':id', id);
    },
  }));

export function personOf({ world }: TestApp, role: PageAddress['role']): string | null {
  return {
    anonymous: null,
    outsider: world.hadi,
    translator: world.amal,
    reviewer: world.noor,
    manager: world.salma,
    admin: world.dana,
    disabled: world.tarek,
  }[role];
}
