/** Documents: who may open which, and the page that lists them. */
export { createRequireDocument, type DocumentFacts, type RequireDocument } from './access.ts';
export { createBin, type Bin } from './bin.ts';
export { createDocumentDetails, type DocumentDetailsService } from './details.ts';
export { createHome } from './home.ts';
