/** The engine's process as it is in dist/: it starts faster than from the sources, and is what people run. */
import path from 'node:path';
import { projectRoot } from '../../server/project-root.ts';

export const builtEngine = { file: path.join(projectRoot, 'dist/server/child.js'), execArgv: [] };
