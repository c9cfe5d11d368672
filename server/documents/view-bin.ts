/** What lies in the bin, with names in their languages and how long it can be restored. */
import { restorableUntil, type BinPage } from './bin.ts';
import { namesOf } from './view-home.ts';

export function binView({ documents, projects }: BinPage) {
  return {
    documents: documents.map((document) => ({ ...document, ...namesOf(document, document), until: restorableUntil(document.binnedAt) })),
    projects: projects.map((project) => ({ ...project, until: restorableUntil(project.binnedAt) })),
  };
}
