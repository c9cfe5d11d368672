/** Models → what their page shows. */
import type { DownloadStatus, ModelEntry, ModelsPage } from './service.ts';
import { usesOf } from './store.ts';

const MEGABYTE = 1024 * 1024;
/** Documents named for each model; of the others the number is said. */
const MOST_NAMED = 5;

export function modelsView({ download, engine, models, uses, ...rest }: ModelsPage, locale: string) {
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toLocaleString(locale, bytes < MEGABYTE ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });
  return {
    ...rest,
    models: models.map((model) => ({
      ...modelView(model, locale),
      megabytes: megabytes(model.bytes),
      files: model.files.map((file) => ({ ...file, megabytes: megabytes(file.bytes) })),
      uses: usesView(model, uses),
      isLowerRung: model.isInUse && engine.rung === 'pipeline',
      memory: model.isInUse && engine.rssBytes > 0 ? megabytes(engine.rssBytes) : null,
    })),
    download: downloadView(download, locale),
  };
}

function modelView({ id, name, dir, origin, isInUse, dtype, dtypes, isWeak, licence, source, reach, problem }: ModelEntry, locale: string) {
  const score = (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 1 });
  return {
    ...{ id, name, dir, origin, isInUse, dtype, dtypes, isWeak, licence, source, problem },
    reach: reach.map(({ beams, bleu, chrf, set }) => ({ set, beams: beams ?? null, bleu: score(bleu), chrf: chrf === undefined ? null : score(chrf) })),
    mayRemove: !isInUse && (origin === 'pointed' || origin === 'downloaded'),
  };
}

function usesView(model: ModelEntry, uses: ModelsPage['uses']) {
  const { documents, sentences } = usesOf(model, uses);
  return {
    sentences,
    documents: documents.slice(0, MOST_NAMED).map(({ id, title_source: source, title_target: target }) => ({ id, title: target === '' ? { text: source, lang: 'ar', dir: 'rtl' } : { text: target, lang: 'en', dir: 'ltr' } })),
    more: Math.max(0, documents.length - MOST_NAMED),
  };
}

export function downloadView({ address, licence, offers, problem, received, state, total }: DownloadStatus, locale: string) {
  const megabytes = (bytes: number) => (bytes / MEGABYTE).toLocaleString(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  return {
    ...{ address, licence, state, received, total },
    receivedMegabytes: megabytes(received),
    totalMegabytes: megabytes(total),
    offers: offers.map(({ bytes, dtype }) => ({ dtype, megabytes: megabytes(bytes) })),
    problem: problem && { key: `error.download.${problem.reason}`, values: problem.values },
  };
}
