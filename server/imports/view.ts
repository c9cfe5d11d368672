import type { AppError } from '../errors.ts';
import { formattingLocale } from '../http/locale.ts';
import { extensions, formatLabels } from '../formats/registry.ts';
import { ENCODING_CHOICES, NEW_PROJECT } from './form.ts';
import type { FilePreview, ImportProject, SegmentUnit } from './service.ts';

/** What the fields hold: at first, or as they were sent. */
export interface KeptFields {
  text: string;
  project: string;
  projectName: string;
  unit: SegmentUnit;
}

export interface PageFacts {
  projects: readonly ImportProject[];
  kept: KeptFields;
  previews: readonly FilePreview[];
  error: AppError | null;
  /** Files were sent: a browser does not put them back into the page it gets. */
  hasLostFiles: boolean;
}

/** Fields whose error stands beside them; any other stands at the top of the form. */
const FIELDS = ['text', 'files', 'project', 'projectName'] as const;

/** What a template needs to say an error: the sentence's key and values, numbers as the reader writes them. */
export function wrongView(error: AppError, locale: string) {
  const field = FIELDS.find((name) => name === error.details['field']) ?? null;
  const values = Object.fromEntries(
    Object.entries(error.values).map(([name, value]) => [name, typeof value === 'number' ? value.toLocaleString(formattingLocale(locale)) : value]),
  );
  return { field, key: `error.${error.key}`, values };
}

/** A file in the list of what was found; `place` counts the files of the file field, for the choice of encoding. */
function fileView(preview: FilePreview, place: number, locale: string) {
  const { name, isPasted, facts, bytes, chosenEncoding, error } = preview;
  return {
    name,
    isPasted,
    place,
    kilobytes: Math.max(1, Math.round(bytes / 1024)).toLocaleString(formattingLocale(locale)),
    chosenEncoding,
    facts,
    wrong: error && wrongView(error, locale),
    more: facts ? facts.paragraphs - facts.beginning.length : 0,
  };
}

export function previewView(previews: readonly FilePreview[], locale: string) {
  const pasted = previews.filter(({ isPasted }) => isPasted).length;
  return { files: previews.map((preview, index) => fileView(preview, index - pasted, locale)), encodings: ENCODING_CHOICES };
}

export function pageView({ projects, kept, previews, error, hasLostFiles }: PageFacts, locale: string) {
  return {
    projects,
    kept,
    hasLostFiles,
    newProject: NEW_PROJECT,
    accept: extensions().join(','),
    readable: formatLabels(),
    wrong: error && wrongView(error, locale),
    ...previewView(previews, locale),
  };
}

/** The project to begin with: the one asked for, or the newest, or a new one. */
export function startingFields(projects: readonly ImportProject[], wanted: string): KeptFields {
  const project = projects.find(({ id }) => id === wanted) ?? projects.at(-1);
  return { text: '', project: project?.id ?? NEW_PROJECT, projectName: '', unit: project?.segmentUnit ?? 'paragraph' };
}
